"""Writes the cases that pandas made: CSV, JSON Lines, JSON and Parquet. It is run by hand, with pandas and pyarrow:

python -m venv /tmp/pandas && /tmp/pandas/bin/pip install pandas pyarrow
/tmp/pandas/bin/python tests/corpus/write_with_pandas.py
"""

from pathlib import Path

import pandas

CORPUS = Path(__file__).parent
FERRY = """The ferry to Merrow left the quay at noon, an hour after the tide, and nobody on board was surprised.

The captain, who has heard "never again" before, said that the pump would be mended by Thursday; it was not."""
PIER = """Männer und Frauen aus Merrow, 40 in all, walked out on the pier at dusk.

They carried lamps, 2,5 metres apart, and sang until the last boat was in. “Once a year is enough,” said one."""
ARTICLES = pandas.DataFrame(
    {
        "id": ["g-1", "g-2"],
        "title": ["Ferry leaves an hour late", "Forty lamps on the pier"],
        "text": [FERRY, PIER],
        "date": pandas.to_datetime(["2024-01-02T09:30:00Z", "2024-02-03T18:00:00Z"]),
        "author": ["Jane Roe <jane@gazette.test>", None],
        "url": ["https://gazette.test/ferry", "https://gazette.test/pier"],
        "section": ["Harbour", float("nan")],
        "word_count": [41, float("nan")],
        "email": ["jane@gazette.test", None],
    }
)


def new(case: str, name: str) -> Path:
    folder = CORPUS / case
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name


if __name__ == "__main__":
    # With the index, which is how it is written by default: a first column without a name.
    ARTICLES.to_csv(new("data_sets/csv_pandas", "articles.csv"))
    ARTICLES.to_csv(new("data_sets/tsv_pandas", "articles.tsv"), sep="\t", index=False)
    ARTICLES.to_json(new("data_sets/lines_pandas", "articles.jsonl"), orient="records", lines=True)
    ARTICLES.to_json(new("data_sets/json_pandas", "articles.json"), orient="records", date_format="iso", indent=2)
    nested = ARTICLES.assign(author=[["Jane Roe <jane@gazette.test>", "Ann Poe"], None], picture=[b"\x89PNG\xff", None])
    nested.to_parquet(new("parquet/pandas", "articles.parquet"))
    nested.astype({"title": "category"}).to_parquet(new("parquet/brotli", "articles.parquet"), compression="brotli")
    ARTICLES[["id", "word_count"]].to_parquet(new("parquet/no_text", "numbers.parquet"))
