"""Makes PDFs the way offices get them, with reportlab, fpdf2 and pikepdf. Argument: the folder to write to."""

import io
import sys
from pathlib import Path

import pikepdf
from fpdf import FPDF
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas
from PIL import Image, ImageDraw

folder = Path(sys.argv[1])
font = sys.argv[2]
serif = "关于开展春季安全生产检查工作的通知"


def reportlab_page(path):
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    pdfmetrics.registerFont(TTFont("song", font))
    c = canvas.Canvas(str(path), pagesize=A4, pageCompression=1, invariant=1)
    c.setTitle("演示")
    y = 790
    for name in ["Helvetica", "Helvetica-Oblique", "Times-Roman", "Times-BoldItalic", "Courier-Bold"]:
        c.setFont(name, 13)
        c.drawString(50, y, name + ": The quick brown fox, 123.45 (éàü)")
        y -= 22
    c.setFont("STSong-Light", 14)
    c.drawString(50, y, serif + " ABC 123")
    y -= 26
    c.setFont("song", 14)
    c.drawString(50, y, serif + " AVATAR 123")
    y -= 40
    c.saveState()
    c.translate(400, y)
    c.rotate(30)
    c.setFont("song", 18)
    c.drawString(0, 0, "旋转 rotated")
    c.restoreState()
    p = c.beginPath()
    p.rect(50, y - 60, 200, 50)
    c.saveState()
    c.clipPath(p, stroke=0)
    c.linearGradient(50, y, 250, y - 60, (colors.red, colors.yellow, colors.blue))
    c.restoreState()
    p = c.beginPath()
    p.circle(330, y - 40, 40)
    c.saveState()
    c.clipPath(p, stroke=0)
    c.radialGradient(330, y - 40, 40, (colors.white, colors.green))
    c.restoreState()
    y -= 100
    c.setDash(6, 3)
    c.setLineWidth(2)
    c.setStrokeColorCMYK(1, 0, 0, 0)
    c.line(50, y, 300, y)
    c.setDash()
    c.setFillColorCMYK(0, 1, 1, 0)
    c.rect(320, y - 10, 60, 30, fill=1, stroke=0)
    c.setFillColor(colors.blue, alpha=0.4)
    c.circle(400, y, 30, fill=1, stroke=0)
    c.setFillAlpha(1)
    seal = Image.new("RGBA", (120, 120), (0, 0, 0, 0))
    ImageDraw.Draw(seal).ellipse((6, 6, 114, 114), outline=(200, 0, 0, 180), width=8)
    c.drawImage(ImageReader(seal), 450, y - 40, 80, 80, mask="auto")
    photo = io.BytesIO()
    Image.linear_gradient("L").resize((160, 120)).convert("RGB").save(photo, "JPEG")
    c.drawImage(ImageReader(photo), 50, y - 120, 120, 90)
    code = Image.new("1", (21, 21), 1)
    for i in range(0, 21, 2):
        ImageDraw.Draw(code).line((i, 0, 0, i), fill=0)
    c.drawImage(ImageReader(code), 200, y - 120, 90, 90)
    c.linkURL("https://example.invalid/", (50, y - 120, 170, y - 30), relative=0)
    c.showPage()
    c.setFont("song", 20)
    c.drawString(50, 800, "第二页（横放）")
    c.acroForm.textfield(name="n", value="field value", x=50, y=700, width=200, height=30)
    c.setPageRotation(90)
    c.showPage()
    c.save()


def fpdf_page(path):
    pdf = FPDF()
    pdf.add_font("song", "", font)
    pdf.add_page()
    pdf.set_font("song", size=16)
    pdf.multi_cell(0, 10, serif + "。各村民委员会、镇直各单位：现将有关事项通知如下。fi ffl AVATAR")
    with pdf.local_context(fill_opacity=0.5):
        pdf.set_fill_color(255, 0, 0)
        pdf.rect(20, 100, 50, 30, style="F")
        pdf.set_fill_color(0, 0, 255)
        pdf.ellipse(40, 100, 50, 40, style="F")
    pdf.start_section("一、总则")
    pdf.write(8, "链接", link="https://example.invalid")
    pdf.output(str(path))


reportlab_page(folder / "reportlab.pdf")
fpdf_page(folder / "fpdf2.pdf")
whole = (folder / "reportlab.pdf").read_bytes()
for name, settings in {
    "rc4": dict(R=3, aes=False, metadata=False),
    "aes128": dict(R=4),
    "aes256": dict(R=6),
}.items():
    with pikepdf.open(folder / "reportlab.pdf") as pdf:
        pdf.save(folder / f"{name}.pdf", encryption=pikepdf.Encryption(owner="o", user="", **settings))
with pikepdf.open(folder / "fpdf2.pdf") as pdf:
    pdf.save(folder / "object-streams.pdf", object_stream_mode=pikepdf.ObjectStreamMode.generate)
cut = (folder / "object-streams.pdf").read_bytes()
(folder / "damaged-table.pdf").write_bytes(whole[: whole.rfind(b"xref\n0")])
(folder / "damaged-streams.pdf").write_bytes(cut[: cut.rfind(b"startxref")])
