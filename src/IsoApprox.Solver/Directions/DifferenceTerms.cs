using IsoApprox.Certificates.Direction;

namespace IsoApprox.Solver.Directions;

/// <summary>
/// A difference g_i - g_k of a solved node that multipliers work on, i of the smaller class: Weight (kappa_0 and the share of its line)
/// times the height that its present cone allows, or Nu times its squared length, lifted coordinates included.
/// </summary>
internal readonly record struct DifferenceTerm(int First, int Second, double[] X, double Weight, double Height, double Nu, double Squared);

/// <summary>Collects the differences of a node that carry multipliers.</summary>
internal static class DifferenceTerms
{
    private const double NoMultiplier = 1e-9;

    internal static List<DifferenceTerm> Of(ScaledPoints f, NodeSolution solution)
    {
        var last = solution.Last;
        var (n, d) = (f.Dimension, solution.Coordinates);
        var result = new List<DifferenceTerm>();
        var lines = last.Lines.ToLookup(line => (line.Cone, line.Kind));
        foreach (var (cone, kind, first, second, value) in last.Conics.Where(c => c.Value[n] > NoMultiplier))
        {
            if (kind == ConeTermKind.Cross)
            {
                AddCone(cone, first, second, value[n]);
                continue;
            }

            var total = lines[(cone, kind)].Sum(line => line.Value);
            foreach (var line in lines[(cone, kind)])
            {
                AddCone(cone, first, line.Row, value[n] * line.Value / total);
            }
        }

        foreach (var (anchor, other, value) in last.Comparisons)
        {
            if (f.ClassOf(last.Rows[anchor]) != f.ClassOf(last.Rows[other]))
            {
                var (i, k, x, squared) = Difference(anchor, other);
                result.Add(new DifferenceTerm(i, k, x, 0, 0, value, squared));
            }
        }

        return result;

        void AddCone(int cone, int a, int b, double weight)
        {
            var (i, k, x, _) = Difference(a, b);
            var height = 0.0;
            for (var q = 0; q < n; q++)
            {
                height += last.Cones[cone].Cone.Slope * last.Cones[cone].Cone.Axis[q] * x[q];
            }

            result.Add(new DifferenceTerm(i, k, x, weight, height, 0, 0));
        }

        (int First, int Second, double[] X, double Squared) Difference(int a, int b)
        {
            (a, b) = f.ClassOf(last.Rows[a]) < f.ClassOf(last.Rows[b]) ? (a, b) : (b, a);
            var (x, squared) = (new double[n], 0.0);
            for (var q = 0; q < d; q++)
            {
                var y = solution.Points[(a * d) + q] - solution.Points[(b * d) + q];
                squared += y * y;
                if (q < n)
                {
                    x[q] = y;
                }
            }

            return (last.Rows[a], last.Rows[b], x, squared);
        }
    }
}
