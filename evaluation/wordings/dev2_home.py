"""The second development claims on appliances and the printer are worded as `fourth_home` words them."""

from evaluation.wordings.fourth_home import build

__all__ = ["build"]
