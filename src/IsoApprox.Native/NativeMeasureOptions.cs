using System.Runtime.InteropServices;
using IsoApprox.Solver.Thickness;

namespace IsoApprox.Native;

/// <summary>The struct isoapprox_measure_options.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct NativeMeasureOptions
{
    /// <summary>sizeof the struct.</summary>
    public nuint Size;

    /// <summary>Margin alpha of the losses and of the Triplet-Separated test.</summary>
    public double Margin;

    /// <summary>0 none, 1 bounds, 2 branch and bound for a few seconds, 3 branch and bound until it is finished.</summary>
    public int Thickness;

    /// <summary>Seed of the thickness' local search.</summary>
    public int Seed;

    /// <summary>Seconds; 0 for no limit. What is not finished by then is null.</summary>
    public double TimeLimit;

    /// <summary>Set to non-zero by another thread to stop; may be null.</summary>
    public int* Cancel;

    /// <summary>The options that a caller starts from.</summary>
    internal static NativeMeasureOptions Default => new() { Size = (nuint)sizeof(NativeMeasureOptions), Thickness = 1, Seed = 1 };

    /// <summary>The settings of the thickness; null when it is not asked for.</summary>
    /// <exception cref="ArgumentException">The number of the mode is unknown.</exception>
    internal readonly ThicknessSettings? ThicknessSettings()
    {
        var settings = new ThicknessSettings { Seed = Seed };
        return Thickness switch
        {
            0 => null,
            1 => settings with { Mode = ThicknessMode.Bounds },
            2 => settings,
            3 => settings with { WorkLimit = double.PositiveInfinity },
            _ => throw new ArgumentException($"thickness {Thickness}: unknown; give 0 (none), 1 (bounds), 2 (automatic) or 3 (exact)"),
        };
    }
}
