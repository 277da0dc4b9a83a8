namespace IsoApprox.Cli.Verbs;

/// <summary>A value on the heap, so that "not computed" is null for structures too.</summary>
internal sealed record Boxed<T>(T Value)
    where T : struct;
