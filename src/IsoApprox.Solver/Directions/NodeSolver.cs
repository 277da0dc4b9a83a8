using IsoApprox.Certificates.Direction;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Numerics;

namespace IsoApprox.Solver.Directions;

/// <summary>What a node was solved to.</summary>
internal sealed record NodeSolution
{
    /// <summary>Bound of r in the scaled problem, by weak duality, in floating point.</summary>
    internal required double Bound { get; init; }

    /// <summary>The multipliers that give it.</summary>
    internal required NodeMultipliers? Proof { get; init; }

    /// <summary>How the proof's multipliers are mixed and scaled.</summary>
    internal required (double Mix, double Factor) Scaling { get; init; }

    /// <summary>The multipliers at the end.</summary>
    internal required NodeMultipliers Last { get; init; }

    /// <summary>The coordinates at the end, row by row of <see cref="NodeMultipliers.Rows"/>, n and lifted ones.</summary>
    internal required double[] Points { get; init; }

    internal required double Penalty { get; init; }

    /// <summary>sqrt(t) at the end: about the optimum of the relaxation when the residual is small.</summary>
    internal required double Estimate { get; init; }

    internal required double Residual { get; init; }

    internal required int Evaluations { get; init; }
}

/// <summary>How hard a node is tried.</summary>
internal sealed record NodeEffort(double Target, int Outer = 14, int Inner = 400, double Residual = 1e-4);

/// <summary>Solves the relaxation of a node on some of its points by an augmented Lagrangian.</summary>
internal sealed class NodeSolver(Embedding f, double[] scaled, double margin, double[] shift, int lifted, Func<bool> stop)
{
    internal int Lifted => lifted;

    /// <param name="rows">The points.</param>
    /// <param name="cones">The cones of the node.</param>
    /// <param name="start">A node to start from, or null.</param>
    /// <param name="effort">Limits.</param>
    /// <param name="seed">Of the noise in the lifted coordinates.</param>
    internal NodeSolution Solve(IEnumerable<int> rows, IReadOnlyList<(DirectionSubject Subject, AcuteCone Cone)> cones, NodeSolution? start, NodeEffort effort, int seed)
    {
        var points = new NodePoints(f, scaled, rows);
        var terms = new List<ConeTerms>();
        foreach (var (subject, cone) in cones)
        {
            if (ConeTerms.Create(points, f, subject, cone, margin) is { } term)
            {
                terms.Add(term);
            }
        }

        var lagrangian = new NodeLagrangian(points, lifted, Array.ConvertAll(points.Rows, i => shift[i]), margin, terms);
        var x = Start(lagrangian, start, seed);
        lagrangian.Penalty = start is null ? Effort.FirstPenalty / points.Count : Math.Max(Effort.FirstPenalty / points.Count, start.Penalty / 9);
        var minimiser = new LimitedMemoryBfgs(lagrangian.Size, 12);
        var gradient = new double[lagrangian.Size];
        var (bound, scaling) = (0.0, (0.0, 1.0));
        NodeMultipliers? proof = null;
        var (residual, previous, tolerance) = (double.PositiveInfinity, double.PositiveInfinity, Effort.FirstTolerance / points.Count);
        for (var outer = 0; outer < effort.Outer && !stop(); outer++)
        {
            minimiser.Minimise(lagrangian.Evaluate, x, tolerance, effort.Inner, stop);
            lagrangian.Evaluate(x, gradient);
            residual = lagrangian.Update();
            if (residual < Effort.ResidualOfUse || outer > 3)
            {
                var multipliers = NodeMultipliers.From(lagrangian);
                var found = new NodeDual(multipliers, f.Classes, scaled, f.Dimension).Best();
                if (found.Bound > bound)
                {
                    (bound, proof, scaling) = (found.Bound, multipliers, (found.Mix, found.Factor));
                }

                if (bound >= effort.Target)
                {
                    break;
                }
            }

            var hopeless = Math.Sqrt(Math.Max(0, lagrangian.Level)) < effort.Target * (1 - (5 * residual));
            if (residual < (hopeless ? 10 : 1) * effort.Residual)
            {
                break;
            }

            if (residual > 0.3 * previous)
            {
                lagrangian.Penalty = Math.Min(3 * lagrangian.Penalty, Effort.LargestPenalty / points.Count);
            }

            previous = residual;
            tolerance = Math.Max(1e-7, Math.Min(tolerance * 0.5, 0.1 * residual / points.Count));
        }

        return new NodeSolution
        {
            Bound = bound,
            Proof = proof,
            Scaling = scaling,
            Last = NodeMultipliers.From(lagrangian),
            Points = Rows(lagrangian, x),
            Penalty = lagrangian.Penalty,
            Estimate = Math.Sqrt(Math.Max(0, lagrangian.Level)),
            Residual = residual,
            Evaluations = lagrangian.Evaluations,
        };
    }

    private static class Effort
    {
        internal static double FirstPenalty = 100;
        internal static double LargestPenalty = 1e5;
        internal static double FirstTolerance = 1e-2;
        internal static double ResidualOfUse = 2e-2;
        internal static double Noise = 0.15;
    }

    private double[] Start(NodeLagrangian lagrangian, NodeSolution? start, int seed)
    {
        var points = lagrangian.Points;
        var x = new double[lagrangian.Size];
        points.Coordinates.CopyTo(x, 0);
        var random = new Random(seed);
        for (var k = points.Dimension; k < lagrangian.Coordinates; k++)
        {
            for (var i = 0; i < points.Count; i++)
            {
                x[(k * points.Stride) + i] = Effort.Noise * IsoApprox.Numerics.SeededRandom.Gaussian(random);
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
