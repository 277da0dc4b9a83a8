namespace IsoApprox.Solver.Nearest;

/// <summary>
/// One stage of a search. It reads the state and offers members and certificates to its incumbent, which keeps the best; that is all it may
/// leave behind besides starts for later stages. Certificates are checked when they are offered, so a stage may be wrong.
/// </summary>
internal interface ISearchStage
{
    /// <summary>What it is called in explanations.</summary>
    string Name { get; }

    /// <summary>True for stages that run even when time is up: those that give the first member.</summary>
    bool IsFirst => false;

    /// <summary>Whether it can do anything for this problem.</summary>
    bool Applies(SearchState state);

    /// <summary>Runs until it is done, the interval is closed, or the search is to stop.</summary>
    void Run(SearchState state);
}
