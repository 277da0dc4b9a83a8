namespace IsoApprox.Studies.Watching;

/// <summary>What a watch calls collapse; <see cref="CollapseRules"/> has the thresholds.</summary>
public enum CollapseSign
{
    /// <summary>All points near one.</summary>
    Total,

    /// <summary>Every class near its mean, the means apart: neural collapse, which training may be meant to reach.</summary>
    Class,

    /// <summary>All points near one line, although the data has more dimensions and the classes need more.</summary>
    Dimensional,

    /// <summary>The loss stays at what one point gives.</summary>
    Stuck,
}

/// <summary>A sign that began.</summary>
/// <param name="Sign">Which.</param>
/// <param name="Step">Step of the first snapshot that shows it; for <see cref="CollapseSign.Stuck"/> the first of the plateau.</param>
/// <param name="SeenAt">Step of the snapshot at which it was found.</param>
/// <param name="Until">Step of the first later snapshot that no longer shows it; null when it lasts.</param>
/// <param name="Sentence">What was seen, with the figures.</param>
public sealed record CollapseOnset(CollapseSign Sign, double Step, double SeenAt, double? Until, string Sentence);
