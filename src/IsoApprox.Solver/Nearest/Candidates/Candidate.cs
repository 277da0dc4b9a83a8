using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Nearest.Candidates;

/// <summary>A member of the set, proved so on its doubles, and its distance to f.</summary>
/// <param name="Embedding">g.</param>
/// <param name="Value">max_i ||f_i - g_i|| or d_iso(f,g), rounded up.</param>
/// <param name="Origin">Which start or construction gave it.</param>
internal sealed record Candidate(Embedding Embedding, double Value, string Origin)
{
    /// <summary>The one with the smaller value, the first on ties; null when both are.</summary>
    internal static Candidate? Better(Candidate? a, Candidate? b) => a is null || b?.Value < a.Value ? b : a;
}
