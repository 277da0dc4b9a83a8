using System.Diagnostics;
using IsoApprox.Certificates.Gram;

namespace IsoApprox.Solver.Nearest;

/// <summary>Bounds that one constraint alone proves, and members by construction.</summary>
internal sealed class ConstructionStage : ISearchStage
{
    /// <summary>Share of the time limit after which one member is enough.</summary>
    private const double TimeShare = 0.2;

    /// <summary>The same where a test is dear.</summary>
    private const double DearTimeShare = 0.05;

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

        var started = Stopwatch.GetTimestamp();
        foreach (var candidate in state.Constructions())
        {
            state.RepairTime = state.Incumbent.Best is null ? Stopwatch.GetElapsedTime(started) : state.RepairTime;
            state.Incumbent.Offer(candidate);
            if (state.IsPast(TrivialCandidates.IsDear(state.Points) ? DearTimeShare : TimeShare))
            {
                break;
            }
        }
    }
}
