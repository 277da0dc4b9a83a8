"""python3 -m unittest discover tests/python, with the package on PYTHONPATH or installed."""

import array
import json
import math
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import unittest
import zipfile

import isoapprox

try:
    import numpy
except ImportError:
    numpy = None

LINE, LINE_LABELS = [[0.0], [3.0], [1.0]], ["cat", "cat", "dog"]
PLANE = [[0, 0], [1, 0.2], [2, 0.1], [0.4, 0.3], [1.7, 0.9], [0.9, 1.4], [0.3, 1.1], [1.2, 0.7]]
PLANE_LABELS = [0, 1, 0, 1, 0, 1, 0, 1]
DATA = pathlib.Path(__file__).resolve().parents[2] / "notebooks" / "data"


def iris():
    rows = [line.split(",") for line in (DATA / "iris.csv").read_text().splitlines()[1:]]
    return [[float(text) for text in row[:4]] for row in rows], [row[4] for row in rows]


class Measure(unittest.TestCase):
    def test_closed_form(self):
        found = isoapprox.measure(LINE, LINE_LABELS)
        self.assertEqual((3, 1, 2, 1, 0), (found.points, found.dimension, found.classes, found.rank, found.duplicates))
        self.assertEqual((3.0, (0, 1)), (found.diameter.value, found.diameter.pair))
        loss = found.hard_loss
        self.assertEqual((2.0, 0, 1, 2), (loss.value, loss.anchor, loss.positive, loss.negative))
        self.assertIsInstance(found.diameter.value, float)
        self.assertFalse(found.triplet_separated)
        self.assertEqual([1.5, 0.0], [round(radius, 12) for radius in found.class_radius])
        self.assertLessEqual(found.thickness.lower, 3)
        self.assertGreaterEqual(found.thickness.upper, 3)

    def test_margin_is_added(self):
        self.assertEqual(2.5, isoapprox.measure(LINE, LINE_LABELS, margin=0.5).hard_loss.value)

    def test_one_class_has_no_witness(self):
        found = isoapprox.measure(LINE, [1, 1, 1], thickness=None)
        self.assertEqual((0.0, None), (found.hard_loss.value, found.hard_loss.anchor))
        self.assertIsNone(found.thickness)
        self.assertIn("hardLoss.triplet", found.notes[0])


class Distance(unittest.TestCase):
    def test_closed_form(self):
        found = isoapprox.distance(LINE, [[0], [3], [2]], LINE_LABELS)
        self.assertEqual(1.0, found.isometric_error.value)
        self.assertEqual((1.0, "dog"), (found.hausdorff_like.value, found.hausdorff_like.label))
        self.assertEqual([0.0, 1.0], [side.value for side in found.hausdorff])

    def test_other_space_has_no_hausdorff_distance(self):
        found = isoapprox.distance(LINE, [[0, 0], [3, 0], [1, 1]], LINE_LABELS)
        self.assertIsNone(found.hausdorff_like)
        self.assertIn("one space", found.notes[0])


class Collapse(unittest.TestCase):
    def test_halved_points_have_ratios_of_one_half(self):
        found = isoapprox.collapse(PLANE, [[x / 2, y / 2] for x, y in PLANE], PLANE_LABELS)
        for ratio in (found.diameter_ratio, found.rms_ratio, found.between_ratio, found.within_ratio):
            self.assertAlmostEqual(0.5, ratio, 14)
        self.assertAlmostEqual(1, found.effective_rank_ratio, 12)
        self.assertEqual(("none", ()), (found.kind, found.notes))
        self.assertTrue(found.thickness_ratio.lower <= 0.5 <= found.thickness_ratio.upper)
        self.assertEqual(isoapprox.measure(PLANE, PLANE_LABELS).diameter.value, found.before.diameter)
        self.assertEqual(found.before.diameter / 2, found.after.diameter)
        self.assertEqual({"kind", "before", "thicknessRatio"}, {"kind", "before", "thicknessRatio"} & set(found.to_dict()))

    def test_kinds(self):
        classes_at_points = [[float(label), 0.0, 0.0] for label in PLANE_LABELS]
        self.assertEqual("class", isoapprox.collapse(PLANE, classes_at_points, PLANE_LABELS, thickness=None).kind)
        self.assertEqual("total", isoapprox.collapse(PLANE, [[1, 1]] * 8, PLANE_LABELS, thickness=None).kind)
        nothing = isoapprox.collapse([[1, 1]] * 8, PLANE, PLANE_LABELS)
        self.assertEqual(("undefined", None, None), (nothing.kind, nothing.diameter_ratio, nothing.thickness_ratio))
        self.assertTrue(any("all points of f coincide" in note for note in nothing.notes))

    def test_bad_input(self):
        with self.assertRaisesRegex(ValueError, "G: 1 rows, F has 8"):
            isoapprox.collapse(PLANE, [[1, 2]], PLANE_LABELS)
        with self.assertRaisesRegex(ValueError, "G: row 0, column 1"):
            isoapprox.collapse(PLANE, [[0, math.nan]] * 8, PLANE_LABELS)


class Anchors(unittest.TestCase):
    def test_every_anchor_by_hand(self):
        X, y = iris()
        found = isoapprox.anchors(X, y).to_dict()
        for side, pick, mine in (("farthestPositive", max, lambda a, b: a == b), ("nearestNegative", min, lambda a, b: a != b)):
            for i, (row, distance) in enumerate(zip(found[side]["row"], found[side]["distance"])):
                best = pick(math.dist(X[i], X[j]) for j in range(len(X)) if mine(y[i], y[j]))
                self.assertAlmostEqual(best, distance, 12)
                self.assertAlmostEqual(best, math.dist(X[i], X[row]), 12)
                self.assertTrue(mine(y[i], y[row]))

    def test_singletons_and_one_class(self):
        found = isoapprox.anchors(LINE, LINE_LABELS).to_dict()
        self.assertEqual({"row": [1, 0, 2], "distance": [3, 3, 0]}, found["farthestPositive"])
        self.assertEqual({"row": [2, 2, 0], "distance": [1, 2, 1]}, found["nearestNegative"])
        far = isoapprox.anchors([[1.7e308], [-1.7e308], [0]], LINE_LABELS)
        self.assertEqual(("farthestPositive.distance: 2 are not finite",), far.notes)
        self.assertEqual([1, 0, 2], far.to_dict()["farthestPositive"]["row"])
        alone = isoapprox.anchors(LINE, [1, 1, 1])
        self.assertIsNone(alone.nearest_negative)
        self.assertIn("one class", alone.notes[0])


class Health(unittest.TestCase):
    def test_iris_by_hand(self):
        X, y = iris()
        found = isoapprox.health(X, y, margin=0.2, against=[row[:2] for row in X])
        self.assertEqual((150, 4, 3, True, 0.2, 1.0, 1, ()), (
            found.points, found.dimension, found.classes, found.labelled, found.margin, found.beta, found.seed, found.notes))
        anchors = isoapprox.anchors(X, y)
        steps = [far - near + 0.2 for far, near in zip(anchors.farthest_positive.distance, anchors.nearest_negative.distance)]
        self.assertAlmostEqual(max(steps), found["hard-mined-loss"].value, 12)
        self.assertAlmostEqual(sum(max(step, 0) for step in steps) / 150, found["batch-hard-loss"].value, 12)
        self.assertAlmostEqual(max(math.dist(a, b) for a in X for b in X), found["diameter"].value, 12)
        width = found["thickness"]
        self.assertTrue(0 < width.lower <= width.upper == width.value)
        self.assertTrue(0 < found["linear-cka"].value < 1)
        self.assertTrue(all(claim.left.lower <= claim.left.upper for claim in found.claims))
        self.assertEqual({"holds"}, {claim.verdict for claim in found.claims})
        self.assertIn("nc3-self-duality", found.left_out)

    def test_without_labels_what_needs_them_is_left_out(self):
        found = isoapprox.health(PLANE)
        self.assertEqual((False, None, ()), (found.labelled, found.classes, found.claims))
        self.assertIn("nc1-pinv", found.left_out)
        with self.assertRaisesRegex(KeyError, "nc1-pinv: needs what was not given"):
            found["nc1-pinv"]
        with self.assertRaises(KeyError):
            found["no-such-measure"]
        labelled = {measure.id: measure for measure in isoapprox.health(PLANE, PLANE_LABELS).measures}
        for measure in found.measures:
            self.assertEqual(labelled[measure.id], measure)
        self.assertEqual(set(labelled), {measure.id for measure in found.measures} | set(found.left_out) & set(labelled))

    def test_classifier_and_bias(self):
        weights, bias = [[-1.0, 0.5], [1.0, 0.25]], [0.5, -0.5]
        found = isoapprox.health(PLANE, PLANE_LABELS, classifier=weights, bias=bias)
        scores = [[w[0] * f[0] + w[1] * f[1] + b for w, b in zip(weights, bias)] for f in PLANE]
        means = [[sum(f[k] for f, c in zip(PLANE, PLANE_LABELS) if c == label) / 4 for k in (0, 1)] for label in (0, 1)]
        agree = [(s[1] > s[0]) == (math.dist(f, means[1]) < math.dist(f, means[0])) for s, f in zip(scores, PLANE)]
        self.assertAlmostEqual(sum(agree) / 8, found["nc4-classifier"].value, 12)
        self.assertNotEqual(found["nc4-classifier"], isoapprox.health(PLANE, PLANE_LABELS, classifier=weights)["nc4-classifier"])

    def test_levels_and_temperature(self):
        groups = ["a" if label == 0 else "b" for label in PLANE_LABELS]
        found = isoapprox.health(PLANE, PLANE_LABELS, levels=groups, temperature=0.5)
        self.assertGreater(found["ladder-loss"].value, 0)
        self.assertIsNotNone(found.levels)
        plain = isoapprox.health(PLANE, PLANE_LABELS)
        self.assertIn("ladder-loss", plain.left_out)
        self.assertNotEqual(plain["infonce-loss"].value, found["infonce-loss"].value)

    def test_a_sample_is_announced_and_depends_on_the_seed_alone(self):
        X, y = iris()
        X = [row[:2] for row in X]
        found = isoapprox.health(X, y, pair_limit=50)
        self.assertEqual((50, None, 50), (found["diameter"].sample, found["rankme"].sample, found.pair_limit))
        self.assertEqual(found, isoapprox.health(X, y, pair_limit=50))
        self.assertNotEqual(found["silhouette"].value, isoapprox.health(X, y, pair_limit=50, seed=2)["silhouette"].value)

    def test_degenerate_input_has_reasons(self):
        one = isoapprox.health([[1, 2]], ["a"])
        self.assertEqual((0.0, None), (one["diameter"].value, one["rankme"].value))
        self.assertEqual("all points coincide", one["rankme"].reason)
        self.assertEqual("there is one class", isoapprox.health(LINE, [1, 1, 1])["silhouette"].reason)
        self.assertTrue(all((m.value is None) == (m.reason is not None) for m in one.measures))
        for exponent in (996, -1000):  # 1e300 and 1e-301, a power of two: what has no unit is the same
            scaled = isoapprox.health([[math.ldexp(v, exponent) for v in row] for row in PLANE], PLANE_LABELS)
            plain = isoapprox.health(PLANE, PLANE_LABELS)
            self.assertEqual(math.ldexp(plain["diameter"].value, exponent), scaled["diameter"].value)
            for id in ("rankme", "stable-rank", "mean-cosine", "nc1-pinv", "cdnv", "silhouette", "recall-at-1"):
                self.assertAlmostEqual(plain[id].value, scaled[id].value, 9, id)

    def test_a_stop_keeps_what_is_finished(self):
        points = [[math.sin(i * k + k * k) for k in range(1, 33)] for i in range(3000)]
        found = isoapprox.health(points, [i % 7 for i in range(3000)], time_limit=0.01)
        self.assertIn("the time limit was reached", found.notes[0])
        self.assertEqual(found.claims, ())
        self.assertTrue(any(measure.reason == "stopped before it was finished" for measure in found.measures))

    def test_bad_input(self):
        weights = [[1.0], [2.0]]
        cases = [
            ("X: row 1, column 0", [[0], [math.nan], [1]], None, {}),
            ("y: 2 entries for 3 points", LINE, [0, 1], {}),
            ("margin -1: must be", LINE, None, {"margin": -1}),
            ("margin NaN: must be", LINE, None, {"margin": math.nan}),
            ("beta Infinity: must be", LINE, None, {"beta": math.inf}),
            ("temperature 0: must be above 0", LINE, None, {"temperature": 0}),
            ("temperature NaN: must be", LINE, None, {"temperature": math.nan}),
            ("X has no labels", LINE, None, {"levels": ["a", "a", "b"]}),
            ("levels: 2 entries for 3 points", LINE, LINE_LABELS, {"levels": ["a", "b"]}),
            ("pair_limit: 0", LINE, None, {"pair_limit": 0}),
            ("seed: 0.5", LINE, None, {"seed": 0.5}),
            ("time_limit", LINE, None, {"time_limit": 0}),
            ("against: 2 rows, X has 3", LINE, None, {"against": [[1], [2]]}),
            ("against: row 2, column 0", LINE, None, {"against": [[1], [2], [math.inf]]}),
            ("X has no labels", LINE, None, {"classifier": weights}),
            ("there is no classifier", LINE, LINE_LABELS, {"bias": [0, 0]}),
            ("the classifier is 1 x 2", LINE, LINE_LABELS, {"classifier": [[1, 2]]}),
            ("classifier: row 1, column 0", LINE, LINE_LABELS, {"classifier": [[1], [math.nan]]}),
            ("the bias has 3 numbers", LINE, LINE_LABELS, {"classifier": weights, "bias": [1, 2, 3]}),
            ("bias: is not a vector", LINE, LINE_LABELS, {"classifier": weights, "bias": [[1], [2]]}),
            ("bias: is not a vector", LINE, LINE_LABELS, {"classifier": weights, "bias": 1}),
        ]
        for expected, points, labels, settings in cases:
            with self.subTest(expected, **settings), self.assertRaises(ValueError) as caught:
                isoapprox.health(points, labels, **settings)
            self.assertIn(expected, str(caught.exception))
            self.assertNotIn("\n", str(caught.exception))

    def test_results_are_plain(self):
        found = isoapprox.health(PLANE, PLANE_LABELS)
        fields = json.loads(json.dumps(found.to_dict()))
        self.assertEqual({"lower", "upper"}, set(fields["claims"][0]["left"]))
        self.assertEqual(found["diameter"].value, {row["id"]: row["value"] for row in fields["measures"]}["diameter"])
        self.assertRegex(repr(found), r"^Health\(.*diameter=2\.")
        self.assertIn("<th>rankme</th>", found._repr_html_())

    @unittest.skipIf(numpy is None, "numpy is not installed")
    def test_arrays(self):
        array, weights = numpy.array(PLANE), numpy.array([[-1, 0.5], [1, 0.25]])
        expected = isoapprox.health(PLANE, PLANE_LABELS, against=PLANE[::-1], classifier=weights.tolist(), bias=[0.5, -0.5])
        self.assertEqual(expected, isoapprox.health(
            numpy.asfortranarray(array), numpy.array(PLANE_LABELS), against=array[::-1], classifier=numpy.asfortranarray(weights),
            bias=numpy.array([0.5, -0.5], dtype=numpy.float32)))
        with self.assertRaisesRegex(ValueError, "bias: is not a vector"):
            isoapprox.health(array, PLANE_LABELS, classifier=weights, bias=weights)


class Nearest(unittest.TestCase):
    def test_the_certificate_proves_the_lower_end_and_the_embedding_attains_the_upper(self):
        found = isoapprox.nearest(PLANE, PLANE_LABELS, seed=7, starts=4)
        self.assertTrue(0 < found.lower <= found.upper < math.inf)
        attained = max(math.dist(f, g) for f, g in zip(PLANE, found.to_dict()["embedding"]))
        self.assertAlmostEqual(found.upper, attained, 12)
        self.assertTrue(isoapprox.measure(found.embedding, PLANE_LABELS, thickness=None).triplet_separated)
        verdict = isoapprox.certify(PLANE, PLANE_LABELS, found.certificate)
        self.assertTrue(verdict.accepted and bool(verdict))
        self.assertLessEqual(verdict.lower, found.upper)
        self.assertEqual(("haus", 2), (verdict.metric, verdict.dimension))
        self.assertFalse(isoapprox.certify(PLANE, PLANE_LABELS[::-1], found.certificate))

    def test_a_certificate_proves_nothing_about_other_points(self):
        found = isoapprox.nearest(PLANE, PLANE_LABELS, seed=7, starts=4)
        moved = [row[:] for row in PLANE]
        moved[0][0] += 1e-12
        verdict = isoapprox.certify(moved, PLANE_LABELS, found.certificate)
        self.assertIsNone(verdict.lower)
        self.assertIn("digest", verdict.reason)

    def test_every_set(self):
        self.assertEqual("iso", isoapprox.nearest(PLANE, PLANE_LABELS, metric="iso", starts=2, dimension="free").metric)
        sphere = isoapprox.nearest(PLANE, PLANE_LABELS, set="sphere", starts=2)
        self.assertTrue(all(abs(math.hypot(*row) - 1) < 1e-6 for row in sphere.to_dict()["embedding"]))
        found = isoapprox.nearest(PLANE, PLANE_LABELS, set="contrastive", within=0.5, beyond=1.0, starts=2)
        self.assertTrue(found.lower <= found.upper)
        levels = ["a" if label == 0 else "b" for label in PLANE_LABELS]
        self.assertEqual("ladder", isoapprox.nearest(PLANE, PLANE_LABELS, set="ladder", levels=levels, starts=2).set)

    def test_the_certificate_file_is_read_back(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "c.json"
            found = isoapprox.nearest(PLANE, PLANE_LABELS, starts=2, margin=0.1, certificate=file)
            self.assertEqual(found.certificate, file.read_text())
            self.assertTrue(isoapprox.certify(PLANE, PLANE_LABELS, file, margin=0.1))

    def test_a_member_is_its_own_nearest(self):
        found = isoapprox.nearest([[0.0], [0.0], [1.0]], [0, 0, 1])
        self.assertEqual(("alreadySeparated", 0.0, None), (found.status, found.upper, found.certificate))


class Stopping(unittest.TestCase):
    def test_progress_stops_the_search(self):
        told = []
        found = isoapprox.nearest(PLANE, PLANE_LABELS, starts=100000, gap=0, progress=lambda *state: told.append(state) or len(told) > 2)
        self.assertEqual((3, "cancelled"), (len(told), found.status))
        self.assertTrue(found.lower <= found.upper < math.inf)

    def test_a_bar_is_shown_only_where_tqdm_is_installed(self):
        quiet = isoapprox.nearest(PLANE, PLANE_LABELS, starts=2, progress=False)
        self.assertEqual(quiet.upper, isoapprox.nearest(PLANE, PLANE_LABELS, starts=2, progress=True).upper)

    def test_an_exception_of_progress_is_raised(self):
        def fail(*_):
            raise KeyError("mine")

        with self.assertRaises(KeyError):
            isoapprox.nearest(PLANE, PLANE_LABELS, starts=100000, gap=0, progress=fail)

    def test_interrupt_gives_the_best_so_far(self):
        points, labels = iris()
        # A run that was started in the background has SIGINT ignored.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGINT)).start()
            found = isoapprox.nearest(points, labels, starts=100000, gap=0, time_limit=120)
        finally:
            signal.signal(signal.SIGINT, before)
        self.assertEqual("cancelled", found.status)
        self.assertTrue(0 < found.lower <= found.upper)

    def test_time_limit(self):
        points, labels = iris()
        found = isoapprox.nearest(points, labels, starts=100000, gap=0, time_limit=0.5)
        self.assertIn(found.status, ("timeLimit", "localMinimum"))  # the latter when the last stage ends a little before the limit
        self.assertLess(found.starts, 100000)
        self.assertTrue(0 < found.lower <= found.upper < math.inf)
        self.assertLess(found.seconds, 20)


class BadInput(unittest.TestCase):
    def test_messages(self):
        cases = [
            ("is not a finite number", lambda: isoapprox.measure([[0.0], [math.nan]], [0, 1])),
            ("not a matrix of real numbers", lambda: isoapprox.measure([["a"], ["b"]], [0, 1])),
            ("", lambda: isoapprox.measure([[1, 2], [3]], [0, 1])),
            ("exactly one for each row", lambda: isoapprox.measure(LINE, [0, 1])),
            ("the labels are missing", lambda: isoapprox.measure(LINE, None)),
            ("the label is missing", lambda: isoapprox.measure(LINE, [0, 1, None])),
            ("is not a label", lambda: isoapprox.measure(LINE, [0.0, 1.0, math.nan])),
            ("no numbers", lambda: isoapprox.measure([], [])),
            ("thickness: 'fast'", lambda: isoapprox.measure(LINE, LINE_LABELS, thickness="fast")),
            ("metric: 'l2'", lambda: isoapprox.nearest(LINE, LINE_LABELS, metric="l2")),
            ("set: 'x'", lambda: isoapprox.nearest(LINE, LINE_LABELS, set="x")),
            ("margin", lambda: isoapprox.nearest(LINE, LINE_LABELS, margin=-1)),
            ("dimension: 0", lambda: isoapprox.nearest(LINE, LINE_LABELS, dimension=0)),
            ("dimension: 1.5", lambda: isoapprox.nearest(LINE, LINE_LABELS, dimension=1.5)),
            ("threads: 0", lambda: isoapprox.nearest(LINE, LINE_LABELS, threads=0)),
            ("time_limit", lambda: isoapprox.nearest(LINE, LINE_LABELS, time_limit=-1)),
            ("within", lambda: isoapprox.nearest(LINE, LINE_LABELS, set="contrastive", within=1)),
            ("levels", lambda: isoapprox.nearest(LINE, LINE_LABELS, set="ladder")),
            ("not valid JSON", lambda: isoapprox.certify(LINE, LINE_LABELS, "no")),
            ("same item", lambda: isoapprox.distance(LINE, [[1]], LINE_LABELS)),
        ]
        for expected, call in cases:
            with self.subTest(expected), self.assertRaises(ValueError) as caught:
                call()
            self.assertIn(expected, str(caught.exception))
            self.assertNotIn("\n", str(caught.exception))


class Values(unittest.TestCase):
    def test_results_are_frozen_and_plain(self):
        found = isoapprox.nearest(PLANE, PLANE_LABELS, starts=2)
        with self.assertRaises(AttributeError):
            found.lower = 0
        fields = json.loads(json.dumps(found.to_dict()))
        self.assertEqual((found.lower, found.lower_source), (fields["lower"], fields["lowerSource"]))
        self.assertRegex(repr(found), r"^Nearest\(lower=0\.")
        self.assertIn("<th>upper</th>", found._repr_html_())
        measures = isoapprox.measure(PLANE, PLANE_LABELS).to_dict()
        self.assertIsInstance(json.dumps(measures), str)
        self.assertIsInstance(measures["hardLoss"], dict)

    def test_without_numpy_lists_come_back(self):
        program = (
            "import sys; sys.modules['numpy'] = None\n"
            "import isoapprox\n"
            f"found = isoapprox.nearest({PLANE!r}, {PLANE_LABELS!r}, starts=4, seed=7)\n"
            "assert type(found.embedding) is list and type(found.embedding[0][0]) is float\n"
            "print(repr(found.upper))\n")
        run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
        self.assertEqual("", run.stderr)
        self.assertEqual(isoapprox.nearest(PLANE, PLANE_LABELS, starts=4, seed=7).upper, float(run.stdout))

    @unittest.skipIf(numpy is None, "numpy is not installed")
    def test_arrays_of_any_type_and_order(self):
        expected = isoapprox.measure(PLANE, PLANE_LABELS)
        array = numpy.array(PLANE)

        class Tensor:
            def __array__(self, dtype=None, copy=None):
                return array if dtype is None else array.astype(dtype)

        for points in (array, numpy.asfortranarray(array), numpy.repeat(array, 2, axis=0)[::2], Tensor()):
            for labels in (numpy.array(PLANE_LABELS, dtype=numpy.uint8), numpy.array(PLANE_LABELS, dtype=bool), tuple(PLANE_LABELS)):
                self.assertEqual(repr(expected), repr(isoapprox.measure(points, labels)))
        single = array.astype(numpy.float32)
        self.assertEqual(
            repr(isoapprox.measure(single.astype(float).tolist(), PLANE_LABELS)), repr(isoapprox.measure(single, PLANE_LABELS)))
        found = isoapprox.nearest(array, PLANE_LABELS, starts=2)
        self.assertEqual(((8, 2), numpy.float64), (found.embedding.shape, found.embedding.dtype))
        for bad in (array.astype(complex), array[0], array[None]):
            with self.assertRaises(ValueError):
                isoapprox.measure(bad, PLANE_LABELS)


class Monitor(unittest.TestCase):
    def setUp(self):
        self._folder = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self._folder.name) / "run"

    def tearDown(self):
        self._folder.cleanup()

    def names(self):
        return sorted(path.name for path in self.folder.glob("*"))

    def arrays(self, name):
        with zipfile.ZipFile(self.folder / name) as archive:
            self.assertIsNone(archive.testzip())
            return {entry: archive.read(entry) for entry in archive.namelist()}

    def test_writes_every_so_many_steps_and_goes_on_after_the_last(self):
        with isoapprox.Monitor(self.folder, every=10) as monitor:
            written = [monitor(PLANE, PLANE_LABELS, 0.25) for _ in range(25)]
        self.assertEqual([0, 10, 20], [step for step, wrote in enumerate(written) if wrote])
        (self.folder / ".step_000030.tmp").write_bytes(b"half")  # a process that was killed while it wrote
        with isoapprox.Monitor(self.folder, every=10) as monitor:
            self.assertEqual([False] * 9 + [True], [monitor(PLANE) for _ in range(10)])
            self.assertTrue(monitor(PLANE, PLANE_LABELS, step=400))
        self.assertEqual([".monitor.lock", *(f"step_{step:06d}.npz" for step in (0, 10, 20, 30, 400))], self.names())
        self.assertEqual({"X.npy", "step.npy"}, set(self.arrays("step_000030.npz")))
        content = self.arrays("step_000010.npz")
        self.assertEqual({"X.npy", "y.npy", "step.npy", "loss.npy"}, set(content))
        self.assertTrue(content["step.npy"].endswith((10).to_bytes(8, sys.byteorder)))
        self.assertEqual(0.25, array.array("d", content["loss.npy"][-8:])[0])

    def test_a_second_writer_is_refused(self):
        monitor = isoapprox.Monitor(self.folder)
        with self.assertRaisesRegex(RuntimeError, "another Monitor writes here"):
            isoapprox.Monitor(self.folder)
        monitor.close()
        isoapprox.Monitor(self.folder).close()
        with self.assertRaisesRegex(RuntimeError, "closed"):
            monitor(PLANE)

    def test_the_same_rows_are_kept(self):
        points = [[float(i), 2.0 * i] for i in range(50)]
        with isoapprox.Monitor(self.folder, every=1, rows=7) as monitor:
            for _ in range(2):
                monitor(points, list(range(50)))
        first, second = self.arrays("step_000000.npz"), self.arrays("step_000001.npz")
        self.assertEqual((first["X.npy"], first["y.npy"]), (second["X.npy"], second["y.npy"]))
        labels = array.array("q", first["y.npy"][-56:])
        self.assertEqual(sorted(set(labels)), list(labels))
        self.assertEqual([value for i in labels for value in points[i]], list(array.array("d", first["X.npy"][-112:])))

    def test_bad_input(self):
        for arguments in ({"every": 0}, {"rows": 1.5}, {"every": True}):
            with self.assertRaises(ValueError):
                isoapprox.Monitor(self.folder, **arguments)
        with isoapprox.Monitor(self.folder) as monitor:
            for features, labels in (([], None), ([[1], [1, 2]], None), ([[1, 2]], [1, 2])):
                with self.assertRaises(ValueError):
                    monitor(features, labels, step=0)
            with self.assertRaises(ValueError):
                monitor(PLANE, step=-100)
        self.assertEqual([".monitor.lock"], self.names())

    def test_new_rows_come_once(self):
        with isoapprox.Monitor(self.folder) as monitor:
            self.assertEqual([], list(monitor.new_rows()))
            rows = self.folder / "rows.jsonl"
            rows.write_text('{"id":"a","step":0}\n{"id":"b","st')
            self.assertEqual([0], [row["step"] for row in monitor.new_rows()])
            rows.write_text('{"id":"a","step":0}\n{"id":"b","step":100}\n')
            self.assertEqual([100], [row["step"] for row in monitor.new_rows()])

    @unittest.skipIf(numpy is None, "without numpy")
    def test_numpy_reads_what_is_written(self):
        points = numpy.asfortranarray(numpy.arange(12, dtype=numpy.float32).reshape(6, 2))
        names = ["cat", "dog", "cat", "ape", "ox", "cat"]
        with isoapprox.Monitor(self.folder, every=1) as monitor:
            monitor(points, names, numpy.float32(0.5))
            monitor(points.astype(">f8"), numpy.array([1, 2, 3, 4, 5, 6], numpy.int8))
        with numpy.load(self.folder / "step_000000.npz") as found:
            numpy.testing.assert_array_equal(points, found["X"])
            self.assertEqual(numpy.float32, found["X"].dtype)
            self.assertEqual((names, 0, 0.5), (found["y"].tolist(), found["step"].item(), found["loss"].item()))
        with numpy.load(self.folder / "step_000001.npz") as found:
            numpy.testing.assert_array_equal(points, found["X"])
            self.assertEqual([1, 2, 3, 4, 5, 6], found["y"].tolist())


if __name__ == "__main__":
    unittest.main()
