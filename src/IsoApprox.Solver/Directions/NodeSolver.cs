using IsoApprox.Arithmetic;
using IsoApprox.Certificates.Direction;
using IsoApprox.Solver.Algebra;

namespace IsoApprox.Solver.Directions;

/// <summary>What a node was solved to on some of its points. Lengths are in the unit of the search.</summary>
internal sealed record NodeSolution
{
    /// <summary>Bound of r by weak duality, in floating point.</summary>
    internal required double Bound { get; init; }

    /// <summary>The multipliers that give it.</summary>
    internal required NodeMultipliers? Proof { get; init; }

    /// <summary>How the proof's multipliers are mixed and scaled.</summary>
    internal required (double Mix, double Factor) Scaling { get; init; }

    /// <summary>The multipliers at the end.</summary>
    internal required NodeMultipliers Last { get; init; }

    /// <summary>The points at the end, row by row of <see cref="NodeMultipliers.Rows"/>, n and lifted coordinates.</summary>
    internal required double[] Points { get; init; }

    /// <summary>n and the number of lifted coordinates.</summary>
    internal int Coordinates => Points.Length / Last.Rows.Length;

    internal required double Penalty { get; init; }

    internal required double Smoothing { get; init; }

    /// <summary>sqrt(t) at the end: about the optimum of the relaxation when the residual is small.</summary>
    internal required double Estimate { get; init; }

    internal required double Residual { get; init; }

    internal required int Evaluations { get; init; }

    /// <summary>The first n coordinates of a point.</summary>
    internal ReadOnlySpan<double> Leading(int point, int n) => Points.AsSpan(point * Coordinates, n);
}

/// <summary>Solves the relaxation of a node on some of its points by an augmented Lagrangian, in n and a few lifted coordinates.</summary>
/// <param name="f">The points.</param>
/// <param name="stop">Polled.</param>
internal sealed class NodeSolver(ScaledPoints f, Func<bool> stop)
{
    private const int MaxOuter = 14;
    private const int MaxInner = 400;
    private const double TargetResidual = 1e-4;

    /// <summary>A node whose value is far below the target will be branched: it is solved to this multiple of the residual only.</summary>
    private const double HopelessFactor = 100;

    /// <summary>From this residual on multipliers are tried as a proof.</summary>
    private const double ResidualOfUse = 2e-2;
    private const int PatientOuter = 3;

    // Penalties and tolerances are divided by the number of points: the weights have sum 1.
    private const double FirstPenalty = 30;
    private const double LargestPenalty = 1e5;
    private const double PenaltyGrowth = 3;
    private const double WarmPenaltyShare = 9;
    private const double ResidualDrop = 0.3;
    private const double FirstTolerance = 1e-2;
    private const double LeastTolerance = 1e-7;
    private const double ToleranceOfResidual = 0.2;
    private const double Noise = 0.15;
    private const int Memory = 12;

    // Smoothing of distances within a class, in units of the upper value.
    private const double FirstSmoothing = 0.1;
    private const double LeastSmoothing = 1e-4;
    private const double SmoothingShare = 0.3;

    /// <summary>Lifted coordinates.</summary>
    internal int Lifted { get; } = f.Dimension < 5 ? 6 : 8;

    /// <param name="rows">The points.</param>
    /// <param name="cones">The cones of the node.</param>
    /// <param name="start">A node to start from, or null.</param>
    /// <param name="target">A bound of this is enough; a node that is certainly far below it is solved roughly.</param>
    /// <param name="polish">True to solve such a node well, too.</param>
    /// <param name="seed">Of the noise in the lifted coordinates.</param>
    internal NodeSolution Solve(
        IEnumerable<int> rows, IReadOnlyList<(DirectionSubject Subject, AcuteCone Cone)> cones, NodeSolution? start, double target,
            bool polish, int seed)
    {
        var points = new NodePoints(f, rows);
        var terms = new List<ConeTerms>();
        foreach (var (subject, cone) in cones)
        {
            if (ConeTerms.Create(points, f, subject, cone) is { } term)
            {
                terms.Add(term);
            }
        }

        var count = points.Count;
        var lagrangian = new NodeLagrangian(points, Lifted, f.Margin, terms);
        var x = Start(lagrangian, start, seed);
        lagrangian.Comparisons.Smoothing = start is null ? FirstSmoothing : Math.Min(FirstSmoothing, start.Smoothing / SmoothingShare);
        lagrangian.Penalty = Math.Max(FirstPenalty / count, (start?.Penalty ?? 0) / WarmPenaltyShare);
        var minimiser = new LimitedMemoryBfgs(lagrangian.Size, Memory);
        var gradient = new double[lagrangian.Size];
        var (bound, scaling) = (0.0, (0.0, 1.0));
        NodeMultipliers? proof = null;
        var (residual, previous, tolerance) = (double.PositiveInfinity, double.PositiveInfinity, FirstTolerance / count);
        for (var outer = 0; outer < MaxOuter && !stop(); outer++)
        {
            minimiser.Minimise(lagrangian.Evaluate, x, tolerance, MaxInner, stop);
            lagrangian.Evaluate(x, gradient);
            residual = lagrangian.Update();
            if (residual < ResidualOfUse || outer > PatientOuter)
            {
                var multipliers = NodeMultipliers.From(lagrangian, x);
                var found = new NodeDual(multipliers, f).Best();
                if (found.Bound > bound)
                {
                    (bound, proof, scaling) = (found.Bound, multipliers, (found.Mix, found.Factor));
                }

                if (bound >= target)
                {
                    break;
                }
            }

            var hopeless = !polish && Math.Sqrt(Math.Max(0, lagrangian.Level)) < target * (1 - (5 * residual));
            if (residual < (hopeless ? HopelessFactor : 1) * TargetResidual)
            {
                break;
            }

            if (residual > ResidualDrop * previous)
            {
                lagrangian.Penalty = Math.Min(PenaltyGrowth * lagrangian.Penalty, LargestPenalty / count);
            }

            lagrangian.Comparisons.Smoothing = Math.Max(LeastSmoothing, SmoothingShare * lagrangian.Comparisons.Smoothing);
            previous = residual;
            tolerance = Math.Max(LeastTolerance, Math.Min(tolerance * 0.5, ToleranceOfResidual * residual / count));
        }

        return new NodeSolution
        {
            Bound = bound,
            Proof = proof,
            Scaling = scaling,
            Last = NodeMultipliers.From(lagrangian, x),
            Points = Rows(lagrangian, x),
            Penalty = lagrangian.Penalty,
            Smoothing = lagrangian.Comparisons.Smoothing,
            Estimate = Math.Sqrt(Math.Max(0, lagrangian.Level)),
            Residual = residual,
            Evaluations = lagrangian.Evaluations,
        };
    }

    private static double[] Start(NodeLagrangian lagrangian, NodeSolution? start, int seed)
    {
        var points = lagrangian.Points;
        var x = new double[lagrangian.Size];
        points.Coordinates.CopyTo(x, 0);
        var random = SeededRandom.Create(seed, 0);
        for (var k = points.Dimension; k < lagrangian.Coordinates; k++)
        {
            for (var i = 0; i < points.Count; i++)
            {
                x[(k * points.Stride) + i] = Noise * SeededRandom.Gaussian(random);
            }
        }

        if (start is not null)
        {
            start.Last.CopyTo(lagrangian);
            for (var i = 0; i < start.Last.Rows.Length; i++)
            {
                if (points.Local.TryGetValue(start.Last.Rows[i], out var place))
                {
                    for (var k = 0; k < lagrangian.Coordinates; k++)
                    {
                        x[(k * points.Stride) + place] = start.Points[(i * lagrangian.Coordinates) + k];
                    }
                }
            }
        }

        lagrangian.StartLevels(x);
        return x;
    }

    private static double[] Rows(NodeLagrangian lagrangian, double[] x)
    {
        var (points, coordinates) = (lagrangian.Points, lagrangian.Coordinates);
        var result = new double[points.Count * coordinates];
        for (var i = 0; i < points.Count; i++)
        {
            for (var k = 0; k < coordinates; k++)
            {
                result[(i * coordinates) + k] = x[(k * points.Stride) + i];
            }
        }

        return result;
    }
}
