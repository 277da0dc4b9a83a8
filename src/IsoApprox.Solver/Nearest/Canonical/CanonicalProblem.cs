using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Solver.Nearest.Repair;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest.Canonical;

/// <summary>What one run of the search for the canonical embedding reached.</summary>
/// <param name="Candidate">An exact and admissible embedding.</param>
/// <param name="Sum">Its sum of squares.</param>
internal sealed record CanonicalResult(Candidate Candidate, double Sum)
{
    /// <summary>See <see cref="CanonicalSolution.Residual"/>.</summary>
    internal double Residual { get; init; } = double.PositiveInfinity;

    /// <summary>See <see cref="CanonicalSolution.GradientNorm"/>.</summary>
    internal double Gradient { get; init; } = double.PositiveInfinity;

    /// <summary>See <see cref="CanonicalSolution.Converged"/>.</summary>
    internal bool Converged { get; init; }

    /// <summary>See <see cref="CanonicalSolution.LowerSumOfSquares"/>.</summary>
    internal double? Lower { get; init; }
}

/// <summary>The problem of the canonical embedding, shared by all starts.</summary>
internal sealed class CanonicalProblem
{
    internal CanonicalProblem(Embedding f, NearestSolution solution, CanonicalSettings settings)
    {
        (Source, Solution, Settings) = (f, solution, settings);
        Radius = (1 + settings.RadiusSlack) * solution.Upper;
        Problem = new Problem(f, solution.Metric, solution.Set, solution.Dimension);
        (Scaled, Repair) = (new SearchProblem(Problem, solution.Dimension, Radius), new MemberRepair(Problem));
        Bounded = new Problem(f, solution.Metric, solution.Set);
        Allowed = Math.Pow(Radius / Unit, 2);
        IsOnePoint = Enumerable.Range(1, f.Count - 1).All(i => solution.Nearest[i].SequenceEqual(solution.Nearest[0]));
    }

    internal Embedding Source { get; }

    internal NearestSolution Solution { get; }

    internal CanonicalSettings Settings { get; }

    /// <summary>The allowed distance, in units of the input.</summary>
    internal double Radius { get; }

    internal Problem Problem { get; }

    internal SearchProblem Scaled { get; }

    internal MemberRepair Repair { get; }

    /// <summary>For certificates: any dimension.</summary>
    internal Problem Bounded { get; }

    /// <summary>Unit of the displacements u in units of the input.</summary>
    internal double Unit => Scaled.Radius * Scaled.Scale;

    /// <summary>Largest allowed square of a term, in units of the search: 1, unless the radius is extreme.</summary>
    internal double Allowed { get; }

    /// <summary>True when the nearest embedding is one point.</summary>
    internal bool IsOnePoint { get; }

    /// <summary>The sum of squares of a mean square of the search.</summary>
    internal double Sum(double meanSquare) => meanSquare * Scaled.Count * Unit * Unit;

    /// <summary>An exact and admissible embedding with its sum; null when it is not admissible.</summary>
    internal CanonicalResult? Admit(Candidate? candidate) => candidate?.Value <= Radius
        ? new CanonicalResult(candidate, CanonicalSearch.Squares(Source, candidate.Embedding, Solution.Metric))
        : null;

    /// <summary>The exact and admissible embedding with least sum near given points; null when there is none.</summary>
    /// <param name="points">N x d in search coordinates.</param>
    /// <param name="origin">Where they come from.</param>
    internal CanonicalResult? BestRepair(double[] points, string origin) =>
        Repair.Variants(Scaled.ToResult(points), origin)
            .Select(Admit).MinBy(result => result?.Sum ?? double.PositiveInfinity);
}
