"""Draws what `detection curve` prints: the share of weak tokens refused against the share of honest ones.

usage: detection curve | python3 benchmarks/detection/plot.py > docs/detection.svg
"""
import math
import re
import sys

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 760, 420, 70, 40, 190, 60
LEAST = 0.005  # Per cent: where the axis begins; no honest token refused stands there.
COLOURS = ("#0b5fa5", "#c2410c")


def x(share):
    place = (math.log10(max(share, LEAST)) - math.log10(LEAST)) / (2 - math.log10(LEAST))
    return LEFT + place * (WIDTH - LEFT - RIGHT)


def y(share):
    return TOP + (1 - share / 100) * (HEIGHT - TOP - BOTTOM)


def read(lines):
    """Title, then for each row: honest, estimator, zxcvbn."""
    sets = []
    for line in lines:
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if cells and cells[0].startswith("honest refused"):
            sets.append((re.sub(r".*\((.*)\)", r"\1", cells[0]), []))
        elif sets and cells[0].endswith("%") and len(cells) == 5:
            share = lambda cell: float(cell.rstrip(" %"))
            sets[-1][1].append((share(cells[0]), share(cells[1]), share(cells[3])))
    return sets


def main():
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" '
           'font-size="12">', f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
           f'<text x="{LEFT}" y="22" font-size="14">Weak tokens refused, where the bar refuses this share of honest '
           'tokens</text>']
    for share in range(0, 101, 20):
        out.append(f'<path d="M{LEFT} {y(share):.0f}H{WIDTH - RIGHT}" stroke="#ddd"/>'
                   f'<text x="{LEFT - 8}" y="{y(share) + 4:.0f}" text-anchor="end">{share} %</text>')
    for share, name in ((LEAST, "0"), (0.01, "0.01 %"), (0.1, "0.1 %"), (1, "1 %"), (10, "10 %"), (100, "100 %")):
        out.append(f'<text x="{x(share):.0f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{name}</text>')
    out.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2:.0f}" y="{HEIGHT - 16}" text-anchor="middle">honest tokens refused '
               '(logarithmic)</text>')
    label = TOP + 10
    for number, (title, rows) in enumerate(read(sys.stdin)):
        for curve, name in ((1, "this estimator"), (2, "zxcvbn")):
            points = " ".join(f"{x(row[0]):.1f},{y(row[curve]):.1f}" for row in rows)
            dash = ("", ' stroke-dasharray="6 4"', ' stroke-dasharray="2 3"')[number]
            out.append(f'<polyline points="{points}" fill="none" stroke="{COLOURS[curve - 1]}" stroke-width="2"{dash}/>')
            out.append(f'<path d="M{WIDTH - RIGHT + 12} {label}h28" stroke="{COLOURS[curve - 1]}" stroke-width="2"{dash}/>'
                       f'<text x="{WIDTH - RIGHT + 46}" y="{label + 4}">{name}</text>')
            label += 18
        out.append(f'<text x="{WIDTH - RIGHT + 12}" y="{label + 2}" fill="#555">{title}</text>')
        label += 30
    print("\n".join(out + ["</svg>"]))


if __name__ == "__main__":
    main()
