"""What pyHanko takes to sign and to check one file, warm, in one process. JSON on standard input and output; milliseconds."""
import base64
import io
import json
import statistics
import sys
import time
from datetime import datetime, timezone

from asn1crypto import keys as asn1_keys, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore


def der(text):
    return base64.b64decode(text)


def certificate(text):
    return x509.Certificate.load(der(text))


order = json.load(sys.stdin)
pdf = der(order["pdf"])
registry = SimpleCertificateStore()
registry.register_multiple([certificate(one) for one in order["chain"]])
signer = signers.SimpleSigner(
    signing_cert=certificate(order["certificate"]),
    signing_key=asn1_keys.PrivateKeyInfo.load(der(order["key"])),
    cert_registry=registry,
)
metadata = signers.PdfSignatureMetadata(
    field_name="Sig1", md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
)


def sign():
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    return signers.PdfSigner(metadata, signer=signer).sign_pdf(writer).getvalue()


def check(signed):
    context = ValidationContext(
        trust_roots=[certificate(order["root"])],
        moment=datetime.now(timezone.utc),
        allow_fetching=False,
        revocation_mode="soft-fail",
    )
    status = validate_pdf_signature(
        PdfFileReader(io.BytesIO(signed)).embedded_signatures[0], context
    )
    assert status.bottom_line, status.summary()


def median(act):
    for _ in range(5):
        act()
    taken = []
    for _ in range(order["runs"]):
        since = time.perf_counter()
        act()
        taken.append((time.perf_counter() - since) * 1000)
    return statistics.median(taken)


signed = sign()
print(json.dumps({"sign": median(sign), "check": median(lambda: check(signed)), "size": len(signed)}))
