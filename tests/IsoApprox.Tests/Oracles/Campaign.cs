using System.Globalization;

namespace IsoApprox.Tests.Oracles;

/// <summary>Length of the soundness runs.</summary>
internal static class Campaign
{
    /// <summary>A slice, or as many instances as ISOAPPROX_SOUNDNESS_INSTANCES says.</summary>
    /// <param name="slice">What the tests run by default.</param>
    internal static int Instances(int slice) =>
        Environment.GetEnvironmentVariable("ISOAPPROX_SOUNDNESS_INSTANCES") is { } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : slice;
}
