using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Solver.Nearest.Proof;

namespace IsoApprox.Solver.Nearest;

/// <summary>Branch and bound from the best member so far, when it is asked for.</summary>
internal sealed class ProofStage : ISearchStage
{
    /// <inheritdoc/>
    public string Name => "branch and bound";

    /// <inheritdoc/>
    public bool Applies(SearchState state) =>
        state.Settings.Prove && GlobalSolver.Applies(state.Problem) && state.Incumbent.Best is not null;

    /// <inheritdoc/>
    public void Run(SearchState state)
    {
        var settings = new GlobalSettings
        {
            Gap = state.Settings.ProveGap,
            TimeLimit = state.TimeLeft,
            NodeLimit = state.Settings.ProveNodeLimit,
            Threads = state.Threads,
        };
        var progress = new ProofProgress(p => state.Report(p.Upper, Math.Max(p.Lower, state.Incumbent.Lower)));
        var proof = GlobalSolver.Prove(state.Problem, state.Incumbent.Best!.Embedding, settings, progress, state.Cancellation);
        state.Proof = proof;
        state.Incumbent.Offer(new Candidate(proof.Nearest, proof.Upper, Name));
        state.Incumbent.Offer(proof.Certificate, Name);
    }

    private sealed class ProofProgress(Action<GlobalProgress> report) : IProgress<GlobalProgress>
    {
        public void Report(GlobalProgress value) => report(value);
    }
}
