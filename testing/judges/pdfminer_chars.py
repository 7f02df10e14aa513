"""Origins of all characters of a PDF as pdfminer.six places them: JSON rows [page, text, x mm, y mm from the top]."""

import json
import sys

from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTContainer

rows = []
for number, page in enumerate(extract_pages(sys.argv[1], laparams=None)):
    def visit(item):
        if isinstance(item, LTChar):
            text = item.get_text()
            x, y = item.matrix[4], item.matrix[5]
            rows.append([number, text, x * 25.4 / 72, (page.y1 - y) * 25.4 / 72])
        elif isinstance(item, LTContainer):
            for inner in item:
                visit(inner)

    visit(page)
print(json.dumps(rows))
