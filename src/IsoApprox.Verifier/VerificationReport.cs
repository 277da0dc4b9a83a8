using IsoApprox.Certificates;
using IsoApprox.Solver.Nearest;
using IsoApprox.Verifier.Claims;
using IsoApprox.Verifier.Inputs;

namespace IsoApprox.Verifier;

/// <summary>The claims evaluated on one embedding, with the numbers they were evaluated from.</summary>
public sealed record VerificationReport
{
    /// <summary>The numbers.</summary>
    public required VerifierInputs Inputs { get; init; }

    /// <summary>One result per claim, in the order of docs/claims.md.</summary>
    public required IReadOnlyList<ClaimResult> Claims { get; init; }

    /// <summary>The search behind <see cref="VerifierInputs.Hausdorff"/>; null when the inputs were given.</summary>
    public NearestSolution? HausdorffSolution { get; init; }

    /// <summary>The search behind <see cref="VerifierInputs.Isometric"/>; null when the inputs were given.</summary>
    public NearestSolution? IsometricSolution { get; init; }

    /// <summary>The smallest proved upper bound of d_haus on this embedding.</summary>
    public BestUpperBound BestHausdorff => BestUpperBound.Of(Inputs, NearestMetric.HausdorffLike);

    /// <summary>The smallest proved upper bound of d_iso on this embedding.</summary>
    public BestUpperBound BestIsometric => BestUpperBound.Of(Inputs, NearestMetric.IsometricError);

    /// <summary>True when a claim is violated.</summary>
    public bool HasViolation => Claims.Any(claim => claim.Verdict == Verdict.Violated);

    /// <summary>True when a claim that is proved is violated: the software or a proof is wrong.</summary>
    public bool HasContradiction => Claims.Any(claim => claim.Verdict == Verdict.Violated && claim.Standing == ClaimStanding.Proved);

    /// <summary>The result of the claim with this id.</summary>
    /// <param name="id">For example "thm3-upper".</param>
    /// <exception cref="ArgumentException">No such claim.</exception>
    public ClaimResult this[string id] =>
        Claims.FirstOrDefault(claim => claim.Id == id)
        ?? throw new ArgumentException($"no claim '{id}'; known: {string.Join(", ", Claims.Select(claim => claim.Id))}");
}
