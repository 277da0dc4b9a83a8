using IsoApprox.Embeddings;
using MathNet.Numerics.LinearAlgebra;

namespace IsoApprox.Solver.Counterexamples;

/// <summary>
/// Moves points so that chosen triplets are violated by exactly L and no triplet by more: Gauss-Newton steps of least length.
/// </summary>
internal static class LossRestoration
{
    private const int Steps = 8;
    private const double Damping = 1e-11;

    /// <summary>The restored points; null when some triplet stays violated by more than 1 + 10^-3 times L.</summary>
    /// <param name="f">Points near to the wanted ones.</param>
    /// <param name="active">Triplets that shall be violated by L.</param>
    /// <param name="loss">L, length.</param>
    internal static Embedding? Apply(Embedding f, IReadOnlyCollection<(int I, int J, int K)> active, double loss)
    {
        var chosen = active.ToHashSet();
        for (var step = 0; ; step++)
        {
            var distances = new PairDistances(f);
            var rows = distances.Triplets()
                .Select(t => (Triplet: t, Excess: distances[t.I, t.J] - distances[t.I, t.K] - loss))
                .Where(t => t.Excess > 0 || chosen.Contains(t.Triplet)).ToArray();
            var (above, off) =
                (rows.Select(r => r.Excess).DefaultIfEmpty(0).Max(), rows.Select(r => Math.Abs(r.Excess)).DefaultIfEmpty(0).Max());
            if (off <= 1e-6 * loss || step == Steps)
            {
                return above <= 1e-3 * loss ? f : null;
            }

            f = Step(f, distances, rows);
        }
    }

    private static Embedding Step(Embedding f, PairDistances distances, ((int I, int J, int K) Triplet, double Excess)[] rows)
    {
        var size = f.Count * f.Dimension;
        var jacobian = Matrix<double>.Build.Dense(rows.Length, size);
        for (var r = 0; r < rows.Length; r++)
        {
            var (i, j, k) = rows[r].Triplet;
            var (indices, values) = distances.Gradient([(i, j, 1), (i, k, -1)]);
            for (var e = 0; e < indices.Length; e++)
            {
                jacobian[r, indices[e]] = values[e];
            }
        }

        var normal = jacobian.TransposeThisAndMultiply(jacobian);
        var ridge = Damping * Math.Max(normal.Trace(), double.Epsilon);
        for (var k = 0; k < size; k++)
        {
            normal[k, k] += ridge;
        }

        var right = jacobian.TransposeThisAndMultiply(Vector<double>.Build.Dense([.. rows.Select(r => r.Excess)]));
        var move = normal.Cholesky().Solve(right);
        double[] points = [.. f.Coordinates.ToArray().Zip(move, (x, d) => x - d)];
        return f.WithPoints(points, f.Dimension);
    }
}
