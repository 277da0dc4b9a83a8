using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Linear;

namespace IsoApprox.Solver.Counterexamples;

/// <summary>What the tangent linear program found.</summary>
/// <param name="Ratio">Optimal first-order value of d_iso / L as computed; not proved. It is meaningless when distances are not large
/// against L.</param>
/// <param name="Stress">a_ij - b_ij on pairs, i &lt; j.</param>
/// <param name="Triplets">tau_ijk > 0 on triplets (anchor, positive, negative).</param>
/// <param name="Loss">L as computed, length unit of the points.</param>
/// <param name="Motion">Row by row, a motion of the points that restores all triplets to first order, without rigid motion, length unit of
/// the points.</param>
/// <param name="Scale">Diameter of the points; stress and weights belong to the points divided by it.</param>
/// <param name="IsBalanced">False when the motion meets the box that bounds it: the points can move far at little cost, the multipliers are
/// not in balance, and the ratio is too large.</param>
public sealed record TangentSolution(
    double Ratio, double[,] Stress, IReadOnlyList<(int Anchor, int Positive, int Negative, double Value)> Triplets, double Loss,
    double[] Motion, double Scale, bool IsBalanced);

/// <summary>
/// The nearest Triplet-Separated embedding to first order. With dq_ij(w) = 2 (f_i - f_j).(w_i - w_j), the derivative of the squared
/// distance: minimise t over motions w of the points, subject to |dq_ij| &lt;= 2 D_ij t for all pairs and D_ik^2 + dq_ik >= D_ij^2 + dq_ij
/// for all triplets that are violated or nearly so. The multipliers satisfy sum_j (a - b)_ij (f_i - f_j) + triplet terms = 0, which is the
/// balance Q F = 0 of a rank certificate.
/// </summary>
public static class TangentProgram
{
    /// <summary>Largest motion, in units of L, and in diameters when L is not small.</summary>
    private const double LargestBox = 1e4;
    private const double BoxDiameters = 100;

    /// <summary>Share of the value that may come from the box.</summary>
    private const double BalanceShare = 1e-3;

    /// <summary>Triplets whose slack is below this many L take part.</summary>
    private const double TightWithin = 12;

    /// <summary>
    /// Solves the program. Cost: a dense linear program in N n + 1 variables with N(N-1) rows and one per nearly tight triplet.
    /// </summary>
    /// <param name="f">The embedding.</param>
    /// <param name="cancellation">Stops the engine; the result is then null.</param>
    /// <param name="engine">The engine; null for the one for programs that stand alone.</param>
    /// <returns>Null when f is Triplet-Separated or the engine found no optimum.</returns>
    public static TangentSolution? Solve(Embedding f, CancellationToken cancellation = default, ILinearProgramSolver? engine = null)
    {
        ArgumentNullException.ThrowIfNull(f);
        var (squared, loss, scale) = Lengths(f);
        if (!(loss > 0))
        {
            return null;
        }

        var (count, n) = (f.Count, f.Dimension);
        var size = count * n;
        var box = Math.Min(LargestBox, BoxDiameters / loss);
        double[] cost = [.. Enumerable.Repeat(0.0, size), 1];
        double[] lower = [.. Enumerable.Repeat(-box, size), 0];
        double[] upper = [.. Enumerable.Repeat(box, size), box];
        var program = new LinearProgram(cost, lower, upper);
        var pairs = new List<(int I, int J)>();
        for (var i = 0; i < count; i++)
        {
            for (var j = i + 1; j < count; j++)
            {
                AddPair(program, f, i, j, scale, Math.Sqrt(squared[i, j]));
                pairs.Add((i, j));
            }
        }

        var triplets = TightTriplets(f, squared, loss).ToArray();
        foreach (var (i, j, k) in triplets)
        {
            AddTriplet(program, f, i, j, k, scale, (squared[i, j] - squared[i, k]) / loss);
        }

        var solution = (engine ?? LinearProgramSolvers.CreateStandAlone(program.VariableCount)).Solve(program, cancellation);
        if (solution.Status != LinearStatus.Optimal)
        {
            return null;
        }

        var stress = new double[count, count];
        for (var p = 0; p < pairs.Count; p++)
        {
            var (i, j) = pairs[p];
            stress[i, j] = -(solution.Dual[2 * p] + solution.Dual[(2 * p) + 1]);
        }

        var weights = triplets.Select((t, e) => (t.I, t.J, t.K, solution.Dual[(2 * pairs.Count) + e])).Where(t => t.Item4 > 1e-10);
        double[] motion = [.. solution.Primal.Take(size).Select(w => w * loss * scale)];
        var isBalanced = box * Imbalance(program, solution.Dual, size) <= BalanceShare * solution.Objective;
        RigidMotion.Remove(f, motion);
        return new TangentSolution(solution.Objective, stress, [.. weights], loss * scale, motion, scale, isBalanced);
    }

    /// <summary>Sum over the coordinates of the motion of |reduced cost|: what the box, times this, adds to the value.</summary>
    private static double Imbalance(LinearProgram program, double[] dual, int size)
    {
        var reduced = new double[size + 1];
        for (var r = 0; r < dual.Length; r++)
        {
            var row = program.Rows[r];
            for (var e = 0; e < row.Indices.Count && dual[r] != 0; e++)
            {
                reduced[row.Indices[e]] += dual[r] * row.Values[e];
            }
        }

        return reduced.Take(size).Sum(Math.Abs);
    }

    /// <summary>Squared distances and L, of the points divided by their diameter, and the diameter.</summary>
    private static (double[,] Squared, double Loss, double Scale) Lengths(Embedding f)
    {
        var squared = new double[f.Count, f.Count];
        var largest = 0.0;
        for (var i = 0; i < f.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                squared[i, j] = squared[j, i] = PairwiseDistances.Squared(f[i], f[j]);
                largest = Math.Max(largest, squared[i, j]);
            }
        }

        if (!(largest > 0))
        {
            return (squared, 0, 1);
        }

        var loss = 0.0;
        for (var i = 0; i < f.Count; i++)
        {
            var (positive, negative) = (0.0, double.PositiveInfinity);
            for (var j = 0; j < f.Count; j++)
            {
                if (i < j)
                {
                    squared[i, j] = squared[j, i] = squared[i, j] / largest;
                }

                (positive, negative) = f.Classes[i] == f.Classes[j] ? (Math.Max(positive, squared[i, j]), negative)
                    : (positive, Math.Min(negative, squared[i, j]));
            }

            loss = Math.Max(loss, Math.Sqrt(positive) - Math.Sqrt(negative));
        }

        return (squared, loss, Math.Sqrt(largest));
    }

    private static IEnumerable<(int I, int J, int K)> TightTriplets(Embedding f, double[,] squared, double loss)
    {
        for (var i = 0; i < f.Count; i++)
        {
            for (var j = 0; j < f.Count; j++)
            {
                if (i == j || f.Classes[i] != f.Classes[j])
                {
                    continue;
                }

                for (var k = 0; k < f.Count; k++)
                {
                    if (f.Classes[k] != f.Classes[i] && Math.Sqrt(squared[i, k]) - Math.Sqrt(squared[i, j]) < TightWithin * loss)
                    {
                        yield return (i, j, k);
                    }
                }
            }
        }
    }

    private static void AddPair(LinearProgram program, Embedding f, int i, int j, double scale, double distance)
    {
        var n = f.Dimension;
        var (indices, values) = (new int[(2 * n) + 1], new double[(2 * n) + 1]);
        for (var k = 0; k < n; k++)
        {
            var gradient = 2 * ((f[i][k] - f[j][k]) / scale);
            (indices[k], values[k]) = ((i * n) + k, gradient);
            (indices[n + k], values[n + k]) = ((j * n) + k, -gradient);
        }

        (indices[2 * n], values[2 * n]) = (f.Count * n, -2 * distance);
        program.AddRow(indices, values, double.NegativeInfinity, 0);
        values[2 * n] = 2 * distance;
        program.AddRow(indices, values, 0, double.PositiveInfinity);
    }

    private static void AddTriplet(LinearProgram program, Embedding f, int i, int j, int k, double scale, double violation)
    {
        var n = f.Dimension;
        var (indices, values) = (new int[3 * n], new double[3 * n]);
        for (var q = 0; q < n; q++)
        {
            var (toPositive, toNegative) = (2 * ((f[i][q] - f[j][q]) / scale), 2 * ((f[i][q] - f[k][q]) / scale));
            (indices[q], values[q]) = ((i * n) + q, toNegative - toPositive);
            (indices[n + q], values[n + q]) = ((j * n) + q, toPositive);
            (indices[(2 * n) + q], values[(2 * n) + q]) = ((k * n) + q, -toNegative);
        }

        program.AddRow(indices, values, violation, double.PositiveInfinity);
    }
}
