using IsoApprox.Certificates.Gram;

namespace IsoApprox.Solver.Nearest;

/// <summary>Bounds that one constraint alone proves, and members by construction.</summary>
internal sealed class ConstructionStage : ISearchStage
{
    /// <inheritdoc/>
    public string Name => "constructions";

    /// <inheritdoc/>
    public bool IsFirst => true;

    /// <inheritdoc/>
    public bool Applies(SearchState state) => true;

    /// <inheritdoc/>
    public void Run(SearchState state)
    {
        foreach (var certificate in ElementaryCertificates.For(state.Problem))
        {
            state.Incumbent.Offer(certificate, certificate is TripletCertificate ? "single triplet" : "single constraint");
        }

        foreach (var candidate in state.Constructions())
        {
            state.Incumbent.Offer(candidate);
        }
    }
}
