using IsoApprox.Solver.Algebra;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest.Lagrangian;

/// <summary>
/// HAUS, many points: penalties by point and the scale of the unknowns. Where classes overlap in part the largest multipliers are hundreds
/// of times the mean, and the curvature of the Lagrangian at point i is about 2 mu_i: a single penalty c is too small for the few large
/// ones, whose multipliers then grow by small steps, and too large for the many small ones, where the inner problem is stiff. Penalties in
/// proportion to the multipliers make both alike.
/// </summary>
/// <param name="problem">The problem.</param>
internal sealed class PenaltyScaling(SearchProblem problem)
{
    /// <summary>Aimed-at penalty of a constraint over its multiplier.</summary>
    private const double Target = 25;

    /// <summary>A penalty grows by this factor at most between two inner minimisations.</summary>
    private const double Growth = 3;

    /// <summary>
    /// Added to the curvature of every point, in units of the mean of mu. Points without multipliers move freely, but not far.
    /// </summary>
    private const double LeastCurvature = 10;

    private readonly double[] _curvature = new double[problem.Count];

    /// <summary>1 / (estimated curvature of the augmented Lagrangian at each point), for every coordinate, N x d.</summary>
    internal double[] InverseCurvature { get; } = new double[problem.Count * problem.Dimension];

    /// <summary>Raises the stiffness c_i / c of cuts and levels towards 25 sum_j lambda_ij / c and 25 mu_i / c.</summary>
    /// <param name="penalty">c.</param>
    /// <param name="largest">Largest c_i.</param>
    /// <param name="cuts">lambda and nu, by cut.</param>
    /// <param name="stiffness">Stiffness of the cuts.</param>
    /// <param name="level">The level and its stiffness.</param>
    internal void Stiffen(double penalty, double largest, SparseRows cuts, double[] stiffness, LargestDisplacement level)
    {
        for (var cut = 0; cut < stiffness.Length; cut++)
        {
            // Near and far positions of a cut balance: half of the sum is that of lambda.
            stiffness[cut] = Raised(stiffness[cut], Math.Min(largest, Target * 0.5 * cuts.Sum(cut)) / penalty);
        }

        for (var i = 0; i < problem.Count; i++)
        {
            level.Stiffness[i] = Raised(level.Stiffness[i], Math.Min(largest, Target * level.Multipliers[i]) / penalty);
        }
    }

    /// <summary>
    /// 2 mu_i plus a share of each constraint's curvature along its own gradient, 4 c_a |g_i - g_j|^2 / d: its trace over the d
    /// coordinates. Cost O(d) for each active pair.
    /// </summary>
    /// <param name="penalty">c.</param>
    /// <param name="g">The embedding, N x d.</param>
    /// <param name="cuts">lambda and nu, by cut.</param>
    /// <param name="stiffness">Stiffness of the cuts.</param>
    /// <param name="thresholds">Multipliers of the thresholds; null without.</param>
    /// <param name="level">The level.</param>
    internal void EstimateCurvature(
        double penalty, ReadOnlySpan<double> g, SparseRows cuts, double[] stiffness, SparseRows? thresholds, LargestDisplacement level)
    {
        var (n, d) = (problem.Count, problem.Dimension);
        for (var i = 0; i < n; i++)
        {
            _curvature[i] = (2 * level.Multipliers[i]) + (LeastCurvature / n);
        }

        for (var cut = 0; cut < stiffness.Length; cut++)
        {
            AddShares(problem.Order.Anchor(cut), cuts.Columns(cut), 4 * penalty * stiffness[cut] / d, g);
        }

        for (var i = 0; thresholds is not null && i < n; i++)
        {
            AddShares(i, thresholds.Columns(i), 4 * penalty / d, g);
        }

        for (var i = 0; i < n; i++)
        {
            InverseCurvature.AsSpan(i * d, d).Fill(1 / _curvature[i]);
        }
    }

    private void AddShares(int i, ReadOnlySpan<int> others, double factor, ReadOnlySpan<double> g)
    {
        var d = problem.Dimension;
        var own = g.Slice(i * d, d);
        foreach (var j in others)
        {
            var share = factor * VectorKernels.SquaredDistance(own, g.Slice(j * d, d));
            _curvature[i] += share;
            _curvature[j] += share;
        }
    }

    private static double Raised(double stiffness, double wanted) => Math.Max(stiffness, Math.Min(Growth * stiffness, wanted));
}
