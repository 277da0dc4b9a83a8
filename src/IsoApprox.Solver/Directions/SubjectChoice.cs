using IsoApprox.Certificates.Direction;
using IsoApprox.Embeddings;
using IsoApprox.Numerics;

namespace IsoApprox.Solver.Directions;

/// <summary>
/// Which family of differences to branch on: the first-order gain of the bound when the differences with multipliers are confined to a narrower cone, for the
/// direction of that cone that gains least.
/// </summary>
internal sealed class SubjectChoice(Embedding f)
{
    private const int Samples = 24;
    private const double CoverRadius = 0.2;

    internal static double PointFactor = 0.7;
    internal static bool UsePoints = true;

    /// <summary>A difference that multipliers work on: kappa_0 times its height in the present cone, or nu times its squared length.</summary>
    private readonly record struct Term(int First, int Second, double[] X, double Weight, double Height, double NuWeight, double Squared);

    /// <summary>The families by falling promise.</summary>
    internal List<(DirectionSubject Subject, double Score)> Rank(OpenDirection node)
    {
        var terms = Terms(node.Solution!);
        var candidates = new Dictionary<DirectionSubject, List<Term>>();
        foreach (var term in terms)
        {
            var (a, b) = (f.Classes[term.First], f.Classes[term.Second]);
            Add(new DirectionSubject(a, b));
            if (UsePoints)
            {
                var pair = new DirectionSubject(a, b);
                if (node.Cones.ContainsKey(pair))
                {
                    Add(new DirectionSubject(-1 - term.First, b));
                    Add(new DirectionSubject(a, -1 - term.Second));
                    Add(new DirectionSubject(-1 - term.First, -1 - term.Second));
                }
            }

            void Add(DirectionSubject subject)
            {
                if (!candidates.TryGetValue(subject, out var list))
                {
                    candidates[subject] = list = [];
                }

                list.Add(term);
            }
        }

        var result = new List<(DirectionSubject Subject, double Score)>();
        foreach (var (subject, list) in candidates)
        {
            var score = node.Cones.TryGetValue(subject, out var known) ? Halving(known.Choice!, list) : Cover(node, subject, list);
            result.Add((subject, score));
        }

        return [.. result.OrderByDescending(x => x.Score).ThenBy(x => x.Subject.First).ThenBy(x => x.Subject.Second)];
    }

    private double Halving(ConeChoice choice, List<Term> terms)
    {
        var gain = double.PositiveInfinity;
        var root = new DirectionTree(null, choice);
        foreach (var child in ConeBranching.Split(new DirectionTree(root, null), choice.Subject, root, null, f.Dimension))
        {
            gain = Math.Min(gain, child.Choice!.Cone is { } cone ? Gain(terms, cone.Axis.ToArray(), cone.Slope) : 0);
        }

        return gain;
    }

    /// <summary>The cone is taken as narrow as after a few halvings, divided by their number.</summary>
    private double Cover(OpenDirection node, DirectionSubject subject, List<Term> terms)
    {
        var n = f.Dimension;
        var cosine = Math.Sqrt(subject.SquaredCosine(n).Lower);
        var slope = 1 / Math.Cos(Math.Acos(Math.Min(1, cosine)) + CoverRadius);
        var gain = double.PositiveInfinity;
        foreach (var direction in Directions(terms, n))
        {
            if (!Inside(node, subject, direction))
            {
                continue;
            }

            gain = Math.Min(gain, Gain(terms, direction, slope));
        }

        var levels = subject.Points == 0 ? 4 * (n - 1) : (2 * (n - 1) / PointFactor);
        return double.IsFinite(gain) ? gain / levels : 0;
    }

    private bool Inside(OpenDirection node, DirectionSubject subject, double[] direction)
    {
        foreach (var (other, tree) in node.Cones)
        {
            if (other != subject && other.Contains(subject, f) && tree.Choice!.Cone is { } cone)
            {
                var along = 0.0;
                for (var k = 0; k < direction.Length; k++)
                {
                    along += direction[k] * cone.Axis[k];
                }

                if (along * cone.Slope < 1)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static IEnumerable<double[]> Directions(List<Term> terms, int n)
    {
        var mean = new double[n];
        foreach (var term in terms)
        {
            for (var k = 0; k < n; k++)
            {
                mean[k] += (term.Weight + term.NuWeight) * term.X[k];
            }
        }

        yield return Unit(mean);
        if (n == 2)
        {
            for (var k = 0; k < Samples; k++)
            {
                yield return [Math.Cos(2 * Math.PI * k / Samples), Math.Sin(2 * Math.PI * k / Samples)];
            }

            yield break;
        }

        var random = new Random(1);
        for (var k = 0; k < 3 * Samples; k++)
        {
            var x = new double[n];
            for (var q = 0; q < n; q++)
            {
                x[q] = SeededRandom.Gaussian(random);
            }

            yield return Unit(x);
        }

        foreach (var term in terms)
        {
            yield return Unit(term.X);
        }
    }

    private static double[] Unit(double[] x)
    {
        var length = Math.Sqrt(x.Sum(y => y * y)) + 1e-300;
        return Array.ConvertAll(x, y => y / length);
    }

    private static double Gain(List<Term> terms, double[] axis, double slope)
    {
        var gain = 0.0;
        foreach (var term in terms)
        {
            var along = 0.0;
            for (var k = 0; k < axis.Length; k++)
            {
                along += axis[k] * term.X[k];
            }

            var height = slope * along;
            gain += term.Weight * Math.Max(0, term.Height - height);
            gain += term.NuWeight * Math.Max(0, term.Squared - (Math.Max(0, height) * Math.Max(0, height)));
        }

        return gain;
    }

    private List<Term> Terms(NodeSolution solution)
    {
        var last = solution.Last;
        var (n, d) = (f.Dimension, solution.Points.Length / last.Rows.Length);
        var result = new List<Term>();
        var lines = last.Lines.GroupBy(x => (x.Cone, x.Kind)).ToDictionary(g => g.Key, g => g.ToArray());
        foreach (var (cone, kind, first, second, value) in last.Conics)
        {
            if (value[n] < 1e-9)
            {
                continue;
            }

            if (kind == ConeTermKind.Cross)
            {
                AddConic(cone, first, second, value[n]);
            }
            else if (lines.TryGetValue((cone, kind), out var weights))
            {
                var total = weights.Sum(x => x.Value);
                foreach (var line in weights)
                {
                    AddConic(cone, first, line.Row, value[n] * line.Value / total);
                }
            }
        }

        foreach (var (anchor, other, value) in last.Comparisons)
        {
            if (f.Classes[last.Rows[anchor]] != f.Classes[last.Rows[other]])
            {
                var (x, squared) = Difference(anchor, other);
                result.Add(Ordered(anchor, other, x, 0, 0, value, squared));
            }
        }

        return result;

        void AddConic(int cone, int i, int k, double weight)
        {
            var (x, _) = Difference(i, k);
            if (f.Classes[last.Rows[i]] > f.Classes[last.Rows[k]])
            {
                x = Array.ConvertAll(x, y => -y);
                (i, k) = (k, i);
            }

            var height = 0.0;
            for (var q = 0; q < n; q++)
            {
                height += last.Cones[cone].Cone.Slope * last.Cones[cone].Cone.Axis[q] * x[q];
            }

            result.Add(new Term(last.Rows[i], last.Rows[k], x, weight, height, 0, 0));
        }

        Term Ordered(int i, int k, double[] x, double w, double h, double nu, double squared) => f.Classes[last.Rows[i]] < f.Classes[last.Rows[k]]
            ? new Term(last.Rows[i], last.Rows[k], x, w, h, nu, squared)
            : new Term(last.Rows[k], last.Rows[i], Array.ConvertAll(x, y => -y), w, h, nu, squared);

        (double[] X, double Squared) Difference(int i, int k)
        {
            var (x, squared) = (new double[n], 0.0);
            for (var q = 0; q < d; q++)
            {
                var y = solution.Points[(i * d) + q] - solution.Points[(k * d) + q];
                squared += y * y;
                if (q < n)
                {
                    x[q] = y;
                }
            }

            return (x, squared);
        }
    }
}
