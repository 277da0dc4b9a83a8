using IsoApprox.Solver.Numerics;

namespace IsoApprox.Solver.Nearest;

/// <summary>
/// HAUS, many points: penalties by point and the scale of the unknowns. Where classes overlap in part the largest multipliers are hundreds of times the mean,
/// and the curvature of the Lagrangian at point i is about 2 mu_i: a single penalty c is too small for the few large ones, whose multipliers then grow by
/// small steps, and too large for the many small ones, where the inner problem is stiff. Penalties in proportion to the multipliers make both alike.
/// </summary>
/// <param name="problem">The problem.</param>
internal sealed class PenaltyScaling(ScaledProblem problem)
{
    /// <summary>Aimed-at penalty of a constraint over its multiplier.</summary>
    private const double Target = 25;

    /// <summary>A penalty grows by this factor at most between two inner minimisations.</summary>
    private const double Growth = 3;

    /// <summary>Added to the curvature of every point, in units of the mean of mu. Points without multipliers move freely, but not far.</summary>
    private const double LeastCurvature = 10;

    private readonly double[] _sums = new double[problem.Count];

    /// <summary>1 / (estimated curvature of the augmented Lagrangian at each point), for every coordinate, N x d.</summary>
    internal double[] InverseCurvature { get; } = new double[problem.Count * problem.Dimension];

    /// <summary>Raises the stiffness c_i / c of anchors and levels towards 25 sum_j lambda_ij / c and 25 mu_i / c.</summary>
    /// <param name="penalty">c.</param>
    /// <param name="largest">Largest c_i.</param>
    /// <param name="separation">lambda_ij and nu_ik.</param>
    /// <param name="anchors">Stiffness of the anchors.</param>
    /// <param name="level">The level and its stiffness.</param>
    internal void Stiffen(double penalty, double largest, SparseRows separation, double[] anchors, LargestDisplacement level)
    {
        for (var i = 0; i < _sums.Length; i++)
        {
            // Positives and negatives of an anchor balance: half of the sum is that of lambda.
            _sums[i] = 0.5 * separation.Sum(i);
            anchors[i] = Raised(anchors[i], Math.Min(largest, Target * _sums[i]) / penalty);
            level.Stiffness[i] = Raised(level.Stiffness[i], Math.Min(largest, Target * level.Multipliers[i]) / penalty);
        }
    }

    /// <summary>
    /// 2 mu_i plus a share of each constraint's curvature along its own gradient, 4 c_a |g_i - g_j|^2 / d: its trace over the d coordinates.
    /// Cost O(d) for each active pair.
    /// </summary>
    /// <param name="penalty">c.</param>
    /// <param name="g">The embedding, N x d.</param>
    /// <param name="separation">lambda_ij and nu_ik.</param>
    /// <param name="anchors">Stiffness of the anchors.</param>
    /// <param name="level">The level.</param>
    internal void EstimateCurvature(double penalty, ReadOnlySpan<double> g, SparseRows separation, double[] anchors, LargestDisplacement level)
    {
        var (n, d, curvature) = (problem.Count, problem.Dimension, _sums);
        for (var i = 0; i < n; i++)
        {
            curvature[i] = (2 * level.Multipliers[i]) + (LeastCurvature / n);
        }

        for (var i = 0; i < n; i++)
        {
            var own = g.Slice(i * d, d);
            foreach (var j in separation.Columns(i))
            {
                var share = 4 * penalty * anchors[i] * VectorKernels.SquaredDistance(own, g.Slice(j * d, d)) / d;
                curvature[i] += share;
                curvature[j] += share;
            }
        }

        for (var i = 0; i < n; i++)
        {
            InverseCurvature.AsSpan(i * d, d).Fill(1 / curvature[i]);
        }
    }

    private static double Raised(double stiffness, double wanted) => Math.Max(stiffness, Math.Min(Growth * stiffness, wanted));
}
