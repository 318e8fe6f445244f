"""Small downloads in the layout of FoodData Central, to be broken in one way each."""

from __future__ import annotations

import zipfile
from pathlib import Path

TABLES = {
    "food.csv": '"fdc_id","data_type","description","food_category_id","publication_date"\n'
    '"1","sr_legacy_food","Oats, ""old"" style","20","2019-04-01"\n'
    '"2","sample_food","Oats, sample","20","2019-04-01"\n'
    '"3","foundation_food","Oats, whole grain","20","2019-04-01"\n',
    "nutrient.csv": '"id","name","unit_name","nutrient_nbr","rank"\n'
    '"1090","Magnesium, Mg","MG","304","1"\n'
    '"1008","Energy","KCAL","208","2"\n'
    '"1162","Vitamin C","MG","401","3"\n',
    "food_nutrient.csv": '"id","fdc_id","nutrient_id","amount","data_points"\n'
    '"1","1","1090","138","3"\n'
    '"2","1","1008","379","3"\n'
    '"3","3","1090","126","3"\n'
    '"4","2","1090","120","1"\n',
    "food_category.csv": '"id","code","description"\n"20","2000","Cereal Grains and Pasta"\n',
    "measure_unit.csv": '"id","name"\n"1000","cup"\n"9999","undetermined"\n',
    "food_portion.csv": '"id","fdc_id","amount","measure_unit_id","portion_description","modifier","gram_weight"\n'
    '"7","1","1.0","1000","","","81.0"\n',
    "sr_legacy_food.csv": '"fdc_id","NDB_number"\n"1","8120"\n',
    "foundation_food.csv": '"fdc_id","NDB_number","footnote"\n"3","8120",""\n',
}


def write_folder(
    folder: Path, tables: dict[str, str] | dict[str, bytes] | None = None, **changes: str | bytes | None
) -> Path:
    """Write the tables to a folder, with `changes` (name without `.csv` to text, bytes, or None for no table)."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted: dict[str, str | bytes | None] = {
        **(tables or TABLES),
        **{f"{name}.csv": new for name, new in changes.items()},
    }
    for name, text in wanted.items():
        if text is not None:
            (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def write_zip(path: Path, entries: dict[str, str] | None = None, compression: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write the tables to a zip archive, in a folder of its own as the official ones do."""
    with zipfile.ZipFile(path, "w", compression) as packed:
        for name, text in (entries or {f"download/{name}": text for name, text in TABLES.items()}).items():
            packed.writestr(name, text)
    return path
