namespace IsoApprox.Kernels;

/// <summary>A choice that is a constant of a specialised kernel.</summary>
internal interface IFlag
{
    static abstract bool IsSet { get; }
}

/// <summary>Set.</summary>
internal readonly struct Yes : IFlag
{
    public static bool IsSet => true;
}

/// <summary>Not set.</summary>
internal readonly struct No : IFlag
{
    public static bool IsSet => false;
}
