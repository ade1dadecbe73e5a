"""Where tests find what they share."""
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "testing"), str(HERE / "component"), str(HERE / "cluster")]
