using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Counterexamples;

/// <summary>
/// The derivative of the optimal value of the tangent program in the points, by the envelope theorem: the partial derivative of the
/// Lagrangian at the optimal motion and multipliers.
/// </summary>
public static class TangentGradient
{
    /// <summary>
    /// d Ratio / d f at a fixed loss L, per unit of length. With the motion w in units of L, lengths in diameters, e_ij the change of f_i -
    /// f_j: pairs give 2 (a - b)_ij (w_i - w_j).e_ij - 2 Ratio |a - b|_ij dD_ij, triplets give 2 tau_ijk [(f_i - f_j).e_ij / L - (f_i -
    /// f_k).e_ik / L + (w_i - w_j).e_ij - (w_i - w_k).e_ik]. Where the optimum is not unique it is one element of the generalised
    /// derivative. Cost O(N^2 n + triplets).
    /// </summary>
    /// <param name="f">The points.</param>
    /// <param name="tangent">The solution of the tangent program at f.</param>
    /// <returns>Row by row, N n numbers.</returns>
    public static double[] Compute(Embedding f, TangentSolution tangent)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(tangent);
        var (n, scale) = (f.Dimension, tangent.Scale);
        var loss = tangent.Loss / scale;
        var gradient = new double[f.Count * n];

        // Adds factor * direction to the derivative in f_i - f_j.
        void Add(int i, int j, int k, double value)
        {
            gradient[(i * n) + k] += value;
            gradient[(j * n) + k] -= value;
        }

        double Motion(int i, int j, int k) => (tangent.Motion[(i * n) + k] - tangent.Motion[(j * n) + k]) / tangent.Loss;

        for (var i = 0; i < f.Count; i++)
        {
            for (var j = i + 1; j < f.Count; j++)
            {
                var stress = tangent.Stress[i, j];
                var distance = PairwiseDistances.Distance(f[i], f[j]);
                for (var k = 0; k < n && stress != 0; k++)
                {
                    Add(i, j, k, (2 * stress * Motion(i, j, k)) - (2 * tangent.Ratio * Math.Abs(stress) * (f[i][k] - f[j][k]) / distance));
                }
            }
        }

        foreach (var (i, p, q, value) in tangent.Triplets)
        {
            for (var k = 0; k < n; k++)
            {
                Add(i, p, k, 2 * value * (((f[i][k] - f[p][k]) / (scale * loss)) + Motion(i, p, k)));
                Add(i, q, k, -2 * value * (((f[i][k] - f[q][k]) / (scale * loss)) + Motion(i, q, k)));
            }
        }

        return [.. gradient.Select(g => g / scale)];
    }
}
