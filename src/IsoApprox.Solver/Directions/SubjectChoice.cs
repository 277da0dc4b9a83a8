using IsoApprox.Arithmetic;
using IsoApprox.Certificates.Direction;

namespace IsoApprox.Solver.Directions;

/// <summary>
/// Which family of differences to branch on: the first-order gain of the bound of r^2 when the differences with multipliers are confined to
/// a narrower cone, for the direction of that cone that gains least. Points and pairs of points come into question as well as classes:
/// their cones are narrower.
/// </summary>
internal sealed class SubjectChoice
{
    /// <summary>Directions tried for a new family in the plane.</summary>
    private const int Samples = 24;

    /// <summary>Radius of the cells of a new family after the halvings that are charged for.</summary>
    private const double CoverRadius = 0.2;

    /// <summary>Halvings charged for a new family for each angle: among all directions, inside the cone of a wider family.</summary>
    private const double FreeHalvings = 4;
    private const double InnerHalvings = 2 / 0.7;

    /// <summary>A cell narrower than this is not halved.</summary>
    private const double NarrowestCell = 1e-5;

    /// <summary>A family is tried for its gain when that is more than this share of what is missing.</summary>
    private const double WorthTrying = 0.01;

    /// <summary>Pairs that are too near by less, in the unit, are left alone; so are cells narrower than this.</summary>
    private const double LeastViolation = 0.02;
    private const int TriedByViolation = 2;
    private readonly ScaledPoints _f;

    /// <summary>
    /// Families tried at a node for their gain, besides a pair of classes that the root knows much of. In the plane two are worth their
    /// nodes; in space, where covers are large, a second one doubled the gap (measured, n = 4 and two classes).
    /// </summary>
    private readonly int _triedByGain;
    private readonly double[][] _directions;

    internal SubjectChoice(ScaledPoints f)
    {
        _f = f;
        _triedByGain = f.Dimension <= 2 ? 2 : 1;
        _directions = f.Dimension switch
        {
            1 => [[1], [-1]],
            2 => [.. Enumerable.Range(0, Samples)
                .Select(k => new[] { Math.Cos(2 * Math.PI * k / Samples), Math.Sin(2 * Math.PI * k / Samples) })],
            var n => [.. Enumerable.Range(0, Samples * n).Select(k => RandomUnit(SeededRandom.Create(1, k), n))],
        };
    }

    /// <summary>
    /// The families that a solved node may be branched on: those that promise most, and pairs of classes that the root promises most of;
    /// empty when nothing is left.
    /// </summary>
    /// <param name="node">The node.</param>
    /// <param name="profiles">What the root knows of pairs.</param>
    /// <param name="target">A bound of this is enough.</param>
    /// <param name="isTight">True when no family promises a gain: an embedding of the node's points is about as good as the node.</param>
    internal DirectionSubject[] Choose(OpenDirection node, PairProfiles profiles, double target, out bool isTight)
    {
        var ranked = Rank(node);
        var worth = WorthTrying * 2 * target * (target - node.Bound);
        isTight = !ranked.Exists(x => x.Gain > worth);
        var violated = isTight ? Violated(node).Take(TriedByViolation).ToArray() : [];
        if (violated.Length > 0)
        {
            isTight = false;
            return violated;
        }

        var choice = ranked.TakeWhile(x => x.Gain > worth).Take(_triedByGain).Select(x => x.Subject).ToList();
        choice.AddRange(profiles.Promising(node, target).Where(pair => !choice.Contains(pair)).Take(_triedByGain + 1 - choice.Count));
        return choice.Count > 0 ? [.. choice] : [.. ranked.Take(1).Select(x => x.Subject)];
    }

    /// <summary>
    /// Families of the pairs that are too near in the first n coordinates, the worst first: points without multipliers leave them by the
    /// lifted coordinates at no cost, and no first-order gain sees it.
    /// </summary>
    private IEnumerable<DirectionSubject> Violated(OpenDirection node)
    {
        var (solution, rows, n) = (node.Solution!, node.Solution!.Last.Rows, _f.Dimension);
        var found = new List<(double Violation, int First, int Second)>();
        double Distance(int a, int b) => Math.Sqrt(ScaledPoints.Squared(solution.Leading(a, n), solution.Leading(b, n)));
        for (var i = 0; i < rows.Length; i++)
        {
            var own = _f.ClassOf(rows[i]);
            var reach = _f.Margin + Enumerable.Range(0, rows.Length).Where(j => _f.ClassOf(rows[j]) == own).Max(j => Distance(i, j));
            for (var k = 0; k < rows.Length; k++)
            {
                if (_f.ClassOf(rows[k]) != own && reach - Distance(i, k) is var violation and > LeastViolation)
                {
                    found.Add(own < _f.ClassOf(rows[k]) ? (violation, rows[i], rows[k]) : (violation, rows[k], rows[i]));
                }
            }
        }

        foreach (var (_, a, b) in found.OrderByDescending(x => x.Violation).ThenBy(x => x.First).ThenBy(x => x.Second))
        {
            DirectionSubject[] families = [new(_f.ClassOf(a), _f.ClassOf(b)), new(-1 - a, -1 - b)];
            foreach (var family in families)
            {
                if (!node.Cones.TryGetValue(family, out var known) || ConeBranching.Width(known.Choice!.Cell) > LeastViolation)
                {
                    yield return family;
                }
            }
        }
    }

    /// <summary>The families by falling gain a halving.</summary>
    internal List<(DirectionSubject Subject, double Gain)> Rank(OpenDirection node)
    {
        var candidates = new Dictionary<DirectionSubject, List<DifferenceTerm>>();
        foreach (var term in DifferenceTerms.Of(_f, node.Solution!))
        {
            var pair = new DirectionSubject(_f.ClassOf(term.First), _f.ClassOf(term.Second));
            Add(pair, term);
            Add(new DirectionSubject(-1 - term.First, pair.Second), term);
            Add(new DirectionSubject(pair.First, -1 - term.Second), term);
            Add(new DirectionSubject(-1 - term.First, -1 - term.Second), term);
        }

        var result = new List<(DirectionSubject Subject, double Gain)>();
        foreach (var (subject, terms) in candidates)
        {
            var gain = node.Cones.TryGetValue(subject, out var known) ? Halving(known.Choice!, terms) : Cover(node, subject, terms);
            if (gain >= 0)
            {
                result.Add((subject, gain));
            }
        }

        return [.. result.OrderByDescending(x => x.Gain).ThenBy(x => x.Subject.First).ThenBy(x => x.Subject.Second)];

        void Add(DirectionSubject subject, DifferenceTerm term)
        {
            if (!candidates.TryGetValue(subject, out var list))
            {
                candidates[subject] = list = [];
            }

            list.Add(term);
        }
    }

    /// <summary>The smaller gain of the two halves, less in a narrow cell; negative when the cell is not halved any more.</summary>
    private double Halving(ConeChoice choice, List<DifferenceTerm> terms)
    {
        if (ConeBranching.Width(choice.Cell) < NarrowestCell)
        {
            return -1;
        }

        var known = new DirectionTree(null, choice);
        return ConeBranching.Split(new DirectionTree(known, null), choice.Subject, known, null, _f.Dimension)
            .Select(child => child.Choice!.Cone is { } cone ? Gain(terms, cone.Axis, cone.Slope) : 0).DefaultIfEmpty(double.MaxValue).Min()
            * ConeBranching.Worth(choice.Cell);
    }

    /// <summary>The cone is taken as narrow as after a few halvings; the gain is divided by their number.</summary>
    private double Cover(OpenDirection node, DirectionSubject subject, List<DifferenceTerm> terms)
    {
        var n = _f.Dimension;
        var half = Math.Acos(Math.Min(1, Math.Sqrt(subject.SquaredCosine(n).Lower))) + (n == 1 ? 0 : CoverRadius);
        if (half >= Math.PI / 2)
        {
            return 0;
        }

        var slope = 1 / Math.Cos(half);
        var container = node.Container(subject, _f.Source)?.Choice!.Cone;
        var gain = double.PositiveInfinity;
        foreach (var direction in _directions.Concat(terms.Select(term => Unit(term.X))))
        {
            if (container is null || Dot(container.Axis, direction) * container.Slope >= 1)
            {
                gain = Math.Min(gain, Gain(terms, direction, slope));
            }
        }

        return double.IsFinite(gain) ? gain / (Math.Max(1, n - 1) * (container is null ? FreeHalvings : InnerHalvings)) : 0;
    }

    private static double Gain(List<DifferenceTerm> terms, ReadOnlySpan<double> axis, double slope)
    {
        var gain = 0.0;
        foreach (var term in terms)
        {
            var height = slope * Dot(axis, term.X);
            gain += term.Weight * Math.Max(0, term.Height - height);
            gain += term.Nu * Math.Max(0, term.Squared - (Math.Max(0, height) * Math.Max(0, height)));
        }

        return gain;
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var k = 0; k < a.Length; k++)
        {
            sum += a[k] * b[k];
        }

        return sum;
    }

    private static double[] RandomUnit(Random random, int n) =>
        Unit([.. Enumerable.Range(0, n).Select(_ => SeededRandom.Gaussian(random))]);

    private static double[] Unit(double[] x)
    {
        var length = Math.Sqrt(Dot(x, x)) + double.Epsilon;
        return Array.ConvertAll(x, y => y / length);
    }
}
