using System.Text;

namespace IsoApprox.Studies.Rows;

/// <summary>FNV-1a with a final mix: equal on every machine and in every run, unlike string.GetHashCode.</summary>
internal static class StableHash
{
    internal static uint Of(string text)
    {
        var hash = 2166136261u;
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ b) * 16777619u;
        }

        hash = (hash ^ (hash >> 16)) * 0x85ebca6bu;
        hash = (hash ^ (hash >> 13)) * 0xc2b2ae35u;
        return hash ^ (hash >> 16);
    }
}
