from __future__ import annotations

import pytest

from vlm.units import equal, load_units, may_measure


@pytest.mark.parametrize(
    ("spelling", "unit"), [("N m", "newtonmetre"), ("牛·米", "newtonmetre"), ("Seconds", "second")]
)
def test_a_spelling_names_its_unit(spelling: str, unit: str) -> None:
    assert load_units().named(spelling) == unit


def test_the_sizes_of_units_are_pints() -> None:
    pint = pytest.importorskip("pint")
    registry = pint.UnitRegistry()
    registry.define("jin = 0.5 * kilogram")
    registry.define("quarterhour = 15 * minute")
    names = {
        "milliamperehour": "milliampere_hour",
        "amperehour": "ampere_hour",
        "newtonmetre": "newton * meter",
        "newtoncentimetre": "newton * centimeter",
        "poundfoot": "pound_force * foot",
        "poundinch": "pound_force * inch",
        "ounceinch": "force_ounce * inch",
        "kilogramforcecentimetre": "kilogram_force * centimeter",
        "kilogramforce": "kilogram_force",
        "celsius": "degC",
        "fahrenheit": "degF",
        "rpm": "revolution / minute",
        "millimetrepersecond": "millimeter / second",
        "watthour": "watt_hour",
        "kilowatthour": "kilowatt_hour",
        "milliwatthour": "milliwatt_hour",
        "decinewtonmetre": "decinewton * meter",
        "centinewtonmetre": "centinewton * meter",
        "millinewtonmetre": "millinewton * meter",
        "newtonmillimetre": "newton * millimeter",
        "cubicmetre": "meter ** 3",
        "tonne": "metric_ton",
    }
    compared = 0
    for name, unit in load_units().by_name.items():
        if not unit.of:
            continue
        spelled = names.get(name, name.replace("metre", "meter").replace("litre", "liter"))
        zero = registry.Quantity(0.0, spelled).to_base_units().magnitude
        one = registry.Quantity(1.0, spelled).to_base_units().magnitude
        scale = registry.Quantity(1.0, spelled).to_base_units().units
        assert unit.si == pytest.approx(one - zero, rel=1e-9), (name, scale)
        assert unit.zero == pytest.approx(zero, rel=1e-9, abs=1e-12), name
        compared += 1
    assert compared > 50


@pytest.mark.parametrize(
    ("claimed", "unit", "value", "other", "same"),
    [
        ("25", "newtoncentimetre", 0.25, "newtonmetre", True),
        ("26", "newtoncentimetre", 0.25, "newtonmetre", False),
        ("0.18", "poundfoot", 0.25, "newtonmetre", True),
        ("0.2", "poundfoot", 0.25, "newtonmetre", False),
        ("2.2", "poundinch", 0.25, "newtonmetre", True),
        ("41", "fahrenheit", 5, "celsius", True),
        ("95", "fahrenheit", 35, "celsius", True),
        ("40", "fahrenheit", 5, "celsius", False),
        ("200", "degree", 200, "celsius", True),
        ("3700", "millivolt", 3.7, "volt", True),
        ("15", "minute", 15, "second", False),
        ("1.5", "minute", 90, "second", True),
        ("5", "volt", 5, "ampere", False),
        ("32", "psi", 2.2, "bar", True),
        ("220", "kilopascal", 2.2, "bar", True),
        ("1", "inch", 25.4, "millimetre", True),
        ("12", "year", 12, "month", False),
    ],
)
def test_units_are_converted(claimed: str, unit: str, value: float, other: str, same: bool) -> None:
    assert equal(float(claimed), claimed, unit, value, other) is same


def test_a_unit_tells_which_quantity_a_value_may_be_of() -> None:
    assert may_measure("newtonmetre", {"torque"}) and not may_measure("turn", {"torque"})
    assert may_measure("degree", {"temperature"}) and not may_measure("millimetre", {"temperature"})
    assert may_measure("turn", {"hardness"}) and may_measure("newtonmetre", {"voltage", "torque"})
