"""The second development claims on the phones are worded as `fourth_phone` words them."""

from evaluation.wordings.fourth_phone import build

__all__ = ["build"]
