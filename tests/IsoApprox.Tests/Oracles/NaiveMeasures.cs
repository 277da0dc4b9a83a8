using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Sets;

namespace IsoApprox.Tests.Oracles;

/// <summary>
/// Textbook loops over all pairs and triplets. Values and witnesses (lowest rows on ties) that the library must return bit for bit.
/// </summary>
internal static class NaiveMeasures
{
    /// <summary>The definition of the squared distance, written in scalars.</summary>
    internal static double Squared(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var sums = new double[16];
        for (var k = 0; k < x.Length; k++)
        {
            var d = x[k] - y[k];
            var l = x.Length <= 32 ? 0 : k % 16;
            sums[l] = Math.FusedMultiplyAdd(d, d, sums[l]);
        }

        double Four(int l) => (sums[l] + sums[l + 4]) + (sums[l + 8] + sums[l + 12]);
        return x.Length <= 32 ? sums[0] : (Four(0) + Four(2)) + (Four(1) + Four(3));
    }

    internal static double Distance(Embedding f, int i, int j) => Math.Sqrt(Squared(f[i], f[j]));

    internal static PairMeasure PairMaximum(int count, Func<int, int, double> value)
    {
        if (count == 1)
        {
            return new PairMeasure(0, 0, 0);
        }

        var best = new PairMeasure(-1, 0, 0);
        for (var i = 0; i < count; i++)
        {
            for (var j = i + 1; j < count; j++)
            {
                var v = value(i, j);
                best = v > best.Value ? new PairMeasure(v, i, j) : best;
            }
        }

        return best;
    }

    internal static PairMeasure Diameter(Embedding f)
    {
        var best = PairMaximum(f.Count, (i, j) => Squared(f[i], f[j]));
        return best with { Value = Math.Sqrt(best.Value) };
    }

    internal static PairMeasure IsometricError(Embedding f, Embedding g) =>
        PairMaximum(f.Count, (i, j) => Math.Abs(Distance(f, i, j) - Distance(g, i, j)));

    internal static (double[] Far, int[] FarRow, double[] Near, int[] NearRow) Anchors(Embedding f)
    {
        var n = f.Count;
        var (far, farRow, near, nearRow) = (new double[n], new int[n], new double[n], new int[n]);
        for (var i = 0; i < n; i++)
        {
            (far[i], farRow[i], near[i], nearRow[i]) = (0, i, double.PositiveInfinity, -1);
            for (var j = 0; j < n; j++)
            {
                var s = Squared(f[i], f[j]);
                if (f.Classes[i] == f.Classes[j] && s > far[i])
                {
                    (far[i], farRow[i]) = (s, j);
                }

                if (f.Classes[i] != f.Classes[j] && (s < near[i] || nearRow[i] < 0))
                {
                    (near[i], nearRow[i]) = (s, j);
                }
            }
        }

        return (far, farRow, near, nearRow);
    }

    internal static DirectedDistance Directed(Embedding a, int[] rowsA, Embedding b, int[] rowsB)
    {
        var worst = new DirectedDistance(-1, -1, -1, true);
        foreach (var i in rowsA.Order())
        {
            var nearest = (Squared: double.PositiveInfinity, Row: -1);
            foreach (var j in rowsB.Order())
            {
                var s = Squared(a[i], b[j]);
                nearest = s < nearest.Squared ? (s, j) : nearest;
            }

            worst = nearest.Squared > worst.Value ? new DirectedDistance(nearest.Squared, i, nearest.Row, true) : worst;
        }

        return worst with { Value = Math.Sqrt(worst.Value) };
    }

    /// <summary>All triplets with a positive other than the anchor; for a singleton the anchor stands in when asked.</summary>
    internal static IEnumerable<Triplet> Triplets(Embedding f, bool singletons)
    {
        for (var a = 0; a < f.Count; a++)
        {
            var alone = f.Members(f.Classes[a]).Length == 1;
            for (var p = 0; p < f.Count; p++)
            {
                if (f.Classes[p] != f.Classes[a] || (p == a && !(singletons && alone)))
                {
                    continue;
                }

                for (var n = 0; n < f.Count; n++)
                {
                    if (f.Classes[n] != f.Classes[a])
                    {
                        yield return new Triplet(a, p, n);
                    }
                }
            }
        }
    }
}
