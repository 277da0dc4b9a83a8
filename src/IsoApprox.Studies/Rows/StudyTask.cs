namespace IsoApprox.Studies.Rows;

/// <summary>What a run of a study leaves: one line of its row file.</summary>
public interface IStudyRow
{
    /// <summary>Name of the run; equal settings and data give equal names.</summary>
    string Id { get; }

    /// <summary>Why the row cannot be that of a run, although every field has its type; null when it can be.</summary>
    string? FindDefect();
}

/// <summary>One run of a study.</summary>
/// <typeparam name="TRow">What it leaves.</typeparam>
public interface IStudyTask<out TRow>
    where TRow : class
{
    /// <summary>Name of the run; equal settings and data give equal names. The row carries it as its field id.</summary>
    string Id { get; }

    /// <summary>Expected work, any unit that is the same for all runs of the study; used for the time left and nothing else.</summary>
    double Cost => 1;

    /// <summary>Runs and gives the row; null when cancelled.</summary>
    /// <param name="cancellation">Stops the run.</param>
    TRow? Run(CancellationToken cancellation);
}

/// <summary>How far a study is.</summary>
/// <param name="Finished">Runs that are finished, those of earlier calls included.</param>
/// <param name="Total">Runs of the study, or of its part.</param>
/// <param name="Remaining">Estimated time left; null before the first run of this call is finished.</param>
public readonly record struct StudyProgress(int Finished, int Total, TimeSpan? Remaining);
