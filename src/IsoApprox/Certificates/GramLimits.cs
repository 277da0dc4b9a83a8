namespace IsoApprox.Certificates;

/// <summary>Limits of the Gram certificate checker.</summary>
internal static class GramLimits
{
    /// <summary>Largest matrix that is decomposed; its three copies then take about 7 GB.</summary>
    internal const int LargestMatrix = 20_000;
}
