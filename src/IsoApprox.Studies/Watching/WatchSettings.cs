using IsoApprox.Learning.Health;

namespace IsoApprox.Studies.Watching;

/// <summary>What a watch is told.</summary>
public sealed record WatchSettings
{
    /// <summary>The folder with snapshots; rows and page go there too.</summary>
    public required string Folder { get; init; }

    /// <summary>Margin alpha >= 0 of the training loss; null when it is not known.</summary>
    public double? Margin { get; init; }

    /// <summary>Whether the loss is the soft margin log(1 + exp(d(a,p) - d(a,n) + margin)).</summary>
    public bool Soft { get; init; }

    /// <summary>Time for an interval of d_haus to F_TS at each snapshot with labels; null leaves it out.</summary>
    public TimeSpan? Budget { get; init; }

    /// <summary>True to end when everything that is there has been read.</summary>
    public bool Once { get; init; }

    /// <summary>The signs that end the watch; none by default.</summary>
    public IReadOnlyList<CollapseSign> Until { get; init; } = [];

    /// <summary>Pause between two looks into the folder.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>A file that cannot be read counts as damaged when it has not changed for so long; until then it is being written.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Seed of samples and searches.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads of the search for d_haus; null for all cores.</summary>
    public int? Threads { get; init; }

    /// <summary>Up to this many points all pairs are looked at, <see cref="HealthSettings.PairLimit"/>.</summary>
    public int PairLimit { get; init; } = new HealthSettings().PairLimit;
}
