using IsoApprox.Embeddings;
using IsoApprox.Sets;

namespace IsoApprox.Solver.Tests.Soundness;

/// <summary>
/// Triplet-Separated embeddings that owe nothing to the solver: everything at one row, classes pulled together and apart, classes lifted
/// into coordinates of their own.
/// </summary>
internal static class FeasibleEmbeddings
{
    private static readonly (double Within, double Between)[] Blends = [(0, 0), (0, 1), (0.5, 1), (0.9, 1), (0.9, 1.05), (0.4, 0.6)];

    /// <summary>Those in as many coordinates as the points (or n + c of them when lifted) that pass the exact test.</summary>
    internal static IEnumerable<Embedding> Of(Embedding f, double margin, bool lifted)
    {
        var n = f.Dimension;
        if (margin == 0)
        {
            foreach (var row in new[] { 0, f.Count - 1 })
            {
                yield return f.WithPoints([.. Enumerable.Range(0, f.Count).SelectMany(_ => f[row].ToArray())], n);
            }
        }

        var centres = Enumerable.Range(0, f.ClassCount).Select(k => Mean(f, f.Members(k).ToArray())).ToArray();
        var centre = Mean(f, [.. Enumerable.Range(0, f.Count)]);
        foreach (var (within, between) in Blends)
        {
            var blended = f.WithPoints([.. Enumerable.Range(0, f.Count).SelectMany(i => Enumerable.Range(0, n).Select(c =>
                centre[c] + (between * (centres[f.Classes[i]][c] - centre[c])) + (within * (f[i][c] - centres[f.Classes[i]][c]))))], n);
            foreach (var g in lifted ? [blended, Lift(blended, margin)] : new[] { blended })
            {
                if (TripletSeparation.IsSatisfied(g, margin))
                {
                    yield return g;
                }
            }
        }
    }

    /// <summary>Class k at o e_k in new coordinates, o chosen from the worst violation.</summary>
    private static Embedding Lift(Embedding g, double margin)
    {
        var (n, width) = (g.Dimension, g.Dimension + g.ClassCount);
        var (worst, reach) = (Math.Max(0, TripletSeparation.Worst(g, margin).Violation), Measures.Diameter.Compute(g).Value + margin);
        var offset = Math.Sqrt(worst) * Math.Sqrt(2 * reach) * (1 + 1e-9);
        var x = new double[g.Count * width];
        for (var i = 0; i < g.Count; i++)
        {
            g[i].CopyTo(x.AsSpan(i * width, n));
            x[(i * width) + n + g.Classes[i]] = offset;
        }

        return g.WithPoints(Array.TrueForAll(x, double.IsFinite) ? x : new double[x.Length], width);
    }

    private static double[] Mean(Embedding f, int[] rows) =>
        [.. Enumerable.Range(0, f.Dimension).Select(c => f[rows[0]][c] + rows.Sum(i => (f[i][c] - f[rows[0]][c]) / rows.Length))];
}
