"""Writes what NumPy, SciPy and rliable say of some scores: what the tests of package stats compare with.

Usage: python3 statistics_reference.py > ../resources/statistics/reference.json
Made with NumPy, SciPy and rliable as the file names them.
"""

import importlib.metadata
import json

import numpy as np
import scipy.stats
from rliable import library, metrics

SETS = {
    "plain": ([3.5, -1.25, 7.0, 4.75, 9.5, 0.5, 6.25, 2.0, 8.125], [1.5, -2.0, 3.0, 0.25, 5.5, -4.0, 2.75, 6.0]),
    "ties": ([1000, 1000, 950.5, 1000, 700, 1000, 1000, 875.25], [1000, 640, 640, 1000, 300.5, 990, 1000, 10]),
    "few": ([2.0, 5.0], [1.0, 4.0, 9.0]),
    "tied differences": ([5, 7, 9, 4, 8, 6], [4, 5, 7, 5, 3, 6]),
}
RESAMPLES = 50_000
EQUIVALENCE = [
    ([950.0, 1000.0, 870.0, 1000.0, 920.0], 900.0, 100.0),
    ([10.0, 35.0, 22.5], 60.0, 50.0),
    ([1.0, 2.0], 9.0, 3.0),
    ([412.0, 398.5, 405.0, 420.25, 391.0, 409.5], 400.0, 20.0),
]


def single(scores):
    values = np.array(scores, dtype=float)
    return {
        "mean": values.mean(),
        "std": values.std(ddof=1),
        "median": float(np.median(values)),
        "iqm": float(scipy.stats.trim_mean(values, proportiontocut=0.25)),
        "quantile_0.1": float(np.quantile(values, 0.1)),
    }


def hedges_g(x, y):
    freedom = len(x) + len(y) - 2
    pooled = np.sqrt(((len(x) - 1) * np.var(x, ddof=1) + (len(y) - 1) * np.var(y, ddof=1)) / freedom)
    return (np.mean(x) - np.mean(y)) / pooled * (1 - 3 / (4 * freedom - 1))


def pair(x, y):
    x, y = np.array(x, dtype=float), np.array(y, dtype=float)
    exact = len(np.unique(np.concatenate([x, y]))) == len(x) + len(y)
    test = scipy.stats.mannwhitneyu(x, y, alternative="two-sided", method="exact" if exact else "asymptotic")
    pairs = min(len(x), len(y))
    differences = x[:pairs] - y[:pairs]
    differences = differences[differences != 0]
    distinct = len(np.unique(np.abs(differences))) == len(differences)
    wilcoxon = scipy.stats.wilcoxon(differences, correction=not distinct, method="exact" if distinct else "approx")
    return {
        "probability_of_improvement": float(metrics.probability_of_improvement(x[:, None], y[:, None])),
        "mann_whitney_p": test.pvalue,
        "wilcoxon_p": wilcoxon.pvalue,
        "hedges_g": hedges_g(x, y),
    }


def equivalence(values, value, margin):
    below = scipy.stats.ttest_1samp(values, value - margin, alternative="greater").pvalue
    above = scipy.stats.ttest_1samp(values, value + margin, alternative="less").pvalue
    return {"values": values, "value": value, "margin": margin, "p": float(max(below, above))}


def bootstrap():
    """Intervals of rliable over two tasks of different scale, for a comparison within sampling error."""
    rng = np.random.default_rng(7)
    x = np.column_stack([rng.normal(10, 2, 10), rng.normal(100, 30, 10)])
    y = np.column_stack([rng.normal(9, 2, 8), rng.normal(80, 30, 8)])
    state = np.random.RandomState(11)
    iqm, iqm_interval = library.get_interval_estimates(
        {"x": x}, lambda s: np.array([metrics.aggregate_iqm(s)]), reps=RESAMPLES, random_state=state
    )
    poi, poi_interval = library.get_interval_estimates(
        {"x,y": (x, y)}, metrics.probability_of_improvement, reps=RESAMPLES, random_state=state
    )
    return {
        "x": x.T.tolist(),
        "y": y.T.tolist(),
        "iqm": float(iqm["x"][0]),
        "iqm_interval": np.ravel(iqm_interval["x"]).tolist(),
        "probability_of_improvement": float(np.ravel(poi["x,y"])[0]),
        "probability_of_improvement_interval": np.ravel(poi_interval["x,y"]).tolist(),
    }


def main():
    print(
        json.dumps(
            {
                "made_with": {name: importlib.metadata.version(name) for name in ("numpy", "scipy", "rliable")},
                "sets": {
                    name: {"x": x, "y": y, "of_x": single(x), "of_y": single(y), "pair": pair(x, y)}
                    for name, (x, y) in SETS.items()
                },
                "bootstrap": bootstrap(),
                "equivalence": [equivalence(*case) for case in EQUIVALENCE],
            },
            indent=1,
        )
    )


main()
