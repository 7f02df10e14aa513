// Command tlogcheck checks a transparency log and its proofs with golang.org/x/mod only: no code of this product.
//
//	tlogcheck log DIR LOGVKEY
//	tlogcheck proof FILE ENTRY K LOGVKEY WITNESSVKEY...
package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must[T any](v T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return v
}

// dir reads tiles from a folder laid out by C2SP tlog-tiles, which has no height element in its paths.
type dir string

func (d dir) Height() int                     { return 8 }
func (d dir) SaveTiles([]tlog.Tile, [][]byte) {}
func path(t tlog.Tile) string                 { return "tile/" + strings.TrimPrefix(t.Path(), "tile/8/") }
func (d dir) ReadTiles(ts []tlog.Tile) (out [][]byte, err error) {
	for _, t := range ts {
		b, err := os.ReadFile(filepath.Join(string(d), path(t)))
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, nil
}

// cosig verifies c2sp.org/tlog-cosignature of type 4.
type cosig struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (c cosig) Name() string    { return c.name }
func (c cosig) KeyHash() uint32 { return c.hash }
func (c cosig) Verify(m, s []byte) bool {
	return len(s) == 72 && ed25519.Verify(c.key, []byte(fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(s), m)), s[8:])
}

func head(text string) (string, int64, tlog.Hash) {
	l := strings.Split(text, "\n")
	return l[0], must(strconv.ParseInt(l[1], 10, 64)), must(tlog.ParseHash(l[2]))
}

func checkLog(d, vkey string) {
	n := must(note.Open(must(os.ReadFile(filepath.Join(d, "checkpoint"))), note.VerifierList(must(note.NewVerifier(vkey)))))
	_, size, root := head(n.Text)
	r := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, dir(d))
	if must(tlog.TreeHash(size, r)) != root {
		log.Fatal("root")
	}
	for b := int64(0); b*256 < size; b++ {
		t := tlog.Tile{H: 8, N: b, W: 256}
		if size-b*256 < 256 {
			t.W = int(size - b*256)
		}
		data := must(os.ReadFile(filepath.Join(d, strings.Replace(path(t), "tile/0/", "tile/entries/", 1))))
		var ix []int64
		var hs []tlog.Hash
		for i := b * 256; len(data) > 0; i++ {
			k := int(binary.BigEndian.Uint16(data))
			hs = append(hs, tlog.RecordHash(data[2:2+k]))
			ix = append(ix, tlog.StoredHashIndex(0, i))
			data = data[2+k:]
		}
		if len(hs) != t.W {
			log.Fatal("bundle width ", b)
		}
		got := must(r.ReadHashes(ix)) // authenticated against the signed root
		for i := range hs {
			if got[i] != hs[i] {
				log.Fatal("entry ", b*256+int64(i))
			}
		}
	}
	for m := int64(1); m < size; m = m*2 + 1 { // sampled proofs, made and checked by x/mod
		old := must(tlog.TreeHash(m, r))
		if err := tlog.CheckTree(must(tlog.ProveTree(size, m, r)), size, root, m, old); err != nil {
			log.Fatal(err)
		}
	}
	fmt.Println("OK log, entries", size)
}

func checkProof(file, entryFile string, k int, logKey string, witnesses []string) {
	raw, entry := string(must(os.ReadFile(file))), must(os.ReadFile(entryFile))
	lv := must(note.NewVerifier(logKey))
	vs := []note.Verifier{lv}
	for _, w := range witnesses {
		f := strings.SplitN(w, "+", 3)
		key := must(base64.StdEncoding.DecodeString(f[2]))
		if key[0] != 4 || len(key) != 33 {
			log.Fatal("vkey")
		}
		vs = append(vs, cosig{name: f[0], hash: uint32(must(strconv.ParseUint(f[1], 16, 32))), key: key[1:]})
	}
	p := strings.SplitN(raw, "\n\n", 2)
	l := strings.Split(p[0], "\n")
	if l[0] != "c2sp.org/tlog-proof@v1" {
		log.Fatal("header")
	}
	if l = l[1:]; strings.HasPrefix(l[0], "extra ") {
		l = l[1:]
	}
	idx := must(strconv.ParseInt(strings.TrimPrefix(l[0], "index "), 10, 64))
	var pr tlog.RecordProof
	for _, s := range l[1:] {
		pr = append(pr, must(tlog.ParseHash(s)))
	}
	n := must(note.Open([]byte(p[1]), note.VerifierList(vs...)))
	byLog, wit := 0, 0
	for _, s := range n.Sigs {
		if s.Name == lv.Name() && s.Hash == lv.KeyHash() {
			byLog++
		} else {
			wit++
		}
	}
	origin, size, root := head(n.Text)
	if origin != lv.Name() || byLog == 0 || wit < k {
		log.Fatal("policy ", origin, byLog, wit)
	}
	if err := tlog.CheckRecord(pr, size, root, idx, tlog.RecordHash(entry)); err != nil {
		log.Fatal(err)
	}
	fmt.Println("OK proof, index", idx, "size", size, "witnesses", wit)
}

func main() {
	a := os.Args
	switch {
	case len(a) == 4 && a[1] == "log":
		checkLog(a[2], a[3])
	case len(a) >= 6 && a[1] == "proof":
		checkProof(a[2], a[3], must(strconv.Atoi(a[4])), a[5], a[6:])
	default:
		log.Fatal("usage: tlogcheck log DIR LOGVKEY | tlogcheck proof FILE ENTRY K LOGVKEY WITNESSVKEY...")
	}
}
