using IsoApprox.Embeddings;
using IsoApprox.Verifier.Claims;
using IsoApprox.Verifier.Inputs;

namespace IsoApprox.Verifier;

/// <summary>
/// Evaluates the claims of arXiv 2210.11173, as printed and as corrected, on an embedding. The claims are listed in docs/claims.md.
/// </summary>
public static class TheoremVerifier
{
    /// <summary>Evaluates every claim from given enclosures. A pure function; cost O(n).</summary>
    /// <param name="inputs">The enclosures.</param>
    /// <exception cref="ArgumentException">The inputs are not sizes and lengths of an embedding.</exception>
    public static VerificationReport Verify(VerifierInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        inputs.Validate();
        return new VerificationReport { Inputs = inputs, Claims = [.. ClaimCatalog.All.Select(claim => claim.Evaluate(inputs))] };
    }

    /// <summary>
    /// Computes the measures, the thickness and both nearest problems of f in R^n, and evaluates every claim. Cost: two searches plus O(N^2
    /// n).
    /// </summary>
    /// <param name="f">The embedding.</param>
    /// <param name="settings">Limits of the searches; null for the defaults.</param>
    /// <param name="progress">Told at each stage and after each start of a search; may be called from other threads.</param>
    /// <param name="cancellation">Stops the searches; the claims are then evaluated on what is proved so far.</param>
    public static VerificationReport Verify(
        Embedding f, VerifierSettings? settings = null, IProgress<VerifierProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(f);
        settings ??= new VerifierSettings();
        var (inputs, hausdorff, isometric) = InputCollector.Collect(f, settings, progress, cancellation);
        progress?.Report(new VerifierProgress(VerifierStage.Claims, null));
        return Verify(inputs) with { HausdorffSolution = hausdorff, IsometricSolution = isometric };
    }
}
