using IsoApprox.Solver.Nearest.Candidates;
using IsoApprox.Solver.Nearest.Proof;

namespace IsoApprox.Solver.Nearest;

/// <summary>Branch and bound from the best member so far, when it is asked for, or unasked where it takes a moment.</summary>
internal sealed class ProofStage : ISearchStage
{
    private const long UntimedNodes = 2_000_000;
    private const int UnaskedUpTo = 8;
    private const int UnaskedUpToDimension = 2;

    /// <inheritdoc/>
    public string Name => "branch and bound";

    /// <inheritdoc/>
    public bool Applies(SearchState state) =>
        (state.Settings.Prove || IsTiny(state)) && GlobalSolver.Applies(state.Problem) && state.Incumbent.Best is not null
        && !state.Incumbent.IsWithin(state.Settings.ProveGap);

    /// <inheritdoc/>
    public void Run(SearchState state)
    {
        var settings = new GlobalSettings
        {
            Gap = state.Settings.ProveGap,
            KnownLower = state.Incumbent.Lower,
            TimeLimit = state.TimeLeft,
            NodeLimit = NodeLimit(state.Settings),
            Threads = state.Threads,
        };
        var progress = new ProofProgress(p => state.Report(p.Upper, Math.Max(p.Lower, state.Incumbent.Lower)));
        var proof = GlobalSolver.Prove(state.Problem, state.Incumbent.Best!.Embedding, settings, progress, state.Cancellation);
        state.Proof = proof;
        state.Incumbent.Offer(new Candidate(proof.Nearest, proof.Upper, Name));
        state.Incumbent.Offer(proof.Certificate, Name);
    }

    private static bool IsTiny(SearchState state) => state.Settings.UnaskedProofNodes > 0
        && state.Points.Count <= UnaskedUpTo && state.Problem.Dimension <= UnaskedUpToDimension;

    private static long NodeLimit(NearestSettings settings) => !settings.Prove ? settings.UnaskedProofNodes
        : settings.ProveNodeLimit ?? (settings.TimeLimit is null ? UntimedNodes : long.MaxValue);

    private sealed class ProofProgress(Action<GlobalProgress> report) : IProgress<GlobalProgress>
    {
        public void Report(GlobalProgress value) => report(value);
    }
}
