"""Writes holidays.txt from the PyPI package `holidays` (MIT). See README.md beside this file."""

import sys
import warnings
from collections import defaultdict

import holidays

warnings.simplefilter("ignore")
YEARS = range(2024, 2036)


def public(country, subdivision=None):
    """Date -> name, English where the package has it; weekends that are only weekends are not in the public category."""
    cls = getattr(holidays, country)
    english = [tag for tag in ("en_US", "en_GB", "en") if tag in getattr(cls, "supported_languages", ())]
    kwargs = {"years": YEARS}
    if subdivision:
        kwargs["subdiv"] = subdivision
    if english:
        kwargs["language"] = english[0]
    found = cls(**kwargs)
    return {date: found[date].replace("\n", " ").replace("\t", " ") for date in found if date.year in YEARS}


def lines(days, sign):
    """A line a name: every year's month and day where it is the same day each year, else each date."""
    by_name = defaultdict(list)
    for date in sorted(days):
        by_name[days[date]].append(date)
    for name, dates in sorted(by_name.items(), key=lambda entry: (entry[1][0].timetuple().tm_yday, entry[0])):
        fixed = {date.strftime("%m%d") for date in dates}
        if len(fixed) == 1 and len(dates) == len(YEARS):
            yield f"{sign}{name}\t{fixed.pop()}"
        else:
            yield f"{sign}{name}\t" + " ".join(date.strftime("%y%m%d") for date in dates)


def main():
    out = sys.stdout
    out.write(f"# Public holidays {YEARS[0]}-{YEARS[-1]}, PyPI holidays {holidays.__version__}, MIT. Made by generate.py.\n")
    for country, subdivisions in sorted(holidays.list_supported_countries(include_aliases=False).items()):
        if not hasattr(holidays, country):
            continue
        whole = public(country)
        if not whole:
            continue
        out.write(f"@{country}\n")
        out.writelines(line + "\n" for line in lines(whole, "+"))
        for subdivision in sorted(subdivisions):
            own = public(country, subdivision)
            more = {date: name for date, name in own.items() if date not in whole}
            less = {date: name for date, name in whole.items() if date not in own}
            out.write(f"@{country}-{subdivision}\n")
            out.writelines(line + "\n" for line in lines(more, "+"))
            out.writelines(line + "\n" for line in lines(less, "-"))


main()
