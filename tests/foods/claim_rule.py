"""The rule of docs/foods.md, by which the numbers of the food items judge a food claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

EU_SOURCE, EU_DRINK, US_GOOD_SOURCE = Decimal(15), Decimal("7.5"), Decimal(10)
FEW = 4


@dataclass(frozen=True, slots=True)
class Form:
    """Hold a food item as the rule sees it: amount in mg per 100 g, and the weight of its usual portion in g."""

    label: str
    amount: Decimal
    grams: Decimal
    drink: bool

    @property
    def portion(self) -> Decimal:
        return self.amount * self.grams / 100

    def eu(self, reference: Decimal) -> Decimal:
        return self.amount * 100 / reference

    def us(self, reference: Decimal) -> Decimal:
        return self.amount * self.grams / reference


@dataclass(frozen=True, slots=True)
class Judgement:
    direction: str
    strength: str
    finding: str


def judge_source(forms: Sequence[Form], nutrient: str, eu: Decimal, us: Decimal) -> Judgement:
    """Judge "this food supplies this mineral" by the EU threshold for weight and the US threshold for portions."""
    by_weight = [form.eu(eu) >= (EU_DRINK if form.drink else EU_SOURCE) for form in forms]
    by_portion = [form.us(us) >= US_GOOD_SOURCE for form in forms]
    both = sum(map(min, by_weight, by_portion))
    either = sum(map(max, by_weight, by_portion))
    direction, strength = _source_verdict(both, either, len(forms))
    head = (
        f"Of {len(forms)} form{'s' if len(forms) > 1 else ''}, {_reach(sum(by_weight))} the EU threshold by weight and "
        f"{sum(by_portion)} the US threshold by portion for {nutrient}. "
    )
    tail = _each(forms, eu, us) if len(forms) <= FEW else _span(forms)
    return Judgement(direction, strength, f"{head}{tail[0].upper()}{tail[1:]}.")


def _source_verdict(both: int, either: int, forms: int) -> tuple[str, str]:
    if both * 4 >= forms * 3:
        return "supports", "high"
    if either * 4 >= forms * 3 and both * 2 >= forms:
        return "supports", "moderate"
    return ("qualifies", "moderate") if either * 4 >= forms else ("disputes", "low")


def _reach(count: int) -> str:
    return f"{count} reach{'es' if count == 1 else ''}"


def _each(forms: Sequence[Form], eu: Decimal, us: Decimal) -> str:
    return "; ".join(
        f"{form.label}: {plain(form.amount)} mg in 100 g ({percent(form.eu(eu))} % of the EU reference), "
        f"{percent(form.us(us))} % of the US daily value in a portion of {plain(form.grams)} g"
        for form in forms
    )


def _span(forms: Sequence[Form]) -> str:
    least, most = min(forms, key=lambda form: form.amount), max(forms, key=lambda form: form.amount)
    ends = f"{plain(least.amount)} ({least.label}) to {plain(most.amount)} mg ({most.label})"
    return f"{len(forms)} forms hold {ends} in 100 g"


def judge_comparison(forms: Sequence[Form], others: Sequence[Form], nutrient: str) -> Judgement:
    """Judge "a portion of this supplies more than a portion of a banana" form by form."""
    bar = max(form.portion for form in others)
    more = sum(form.portion > bar for form in forms)
    told = ", ".join(f"{form.label} {percent(form.portion)} mg in {plain(form.grams)} g" for form in forms)
    head = f"{more} of {len(forms)} forms bring more {nutrient} in a usual portion"
    finding = f"{head} than a banana with {percent(bar)} mg: {told}."
    return Judgement(*_comparison_verdict(more, len(forms)), finding)


def _comparison_verdict(more: int, forms: int) -> tuple[str, str]:
    if more == forms:
        return "supports", "high"
    if more * 2 > forms:
        return "supports", "moderate"
    return ("qualifies" if more else "disputes"), "moderate"


def plain(figure: Decimal) -> str:
    return format(figure.normalize(), "f")


def percent(figure: Decimal) -> Decimal:
    return figure.quantize(Decimal("0.1"), ROUND_HALF_UP)


def references(intakes: Mapping[str, Mapping[str, list[str]]], region: str) -> dict[str, Decimal]:
    """Return nutrient -> the reference for labels of a region ("eu" or "us")."""
    found = {name: node for name, node in intakes.items() if name.endswith(f"-label-{region}")}
    return {node["nutrient"][0]: Decimal(node["dailyAmount"][0]) for node in found.values()}
