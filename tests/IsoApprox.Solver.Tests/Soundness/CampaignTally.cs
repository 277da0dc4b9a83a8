using System.Globalization;

namespace IsoApprox.Solver.Tests.Soundness;

/// <summary>What a campaign did; counters are safe for many threads.</summary>
internal sealed class CampaignTally
{
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    internal void Add(string what, long count = 1)
    {
        lock (_counts)
        {
            _counts[what] = _counts.GetValueOrDefault(what) + count;
        }
    }

    internal long this[string what]
    {
        get
        {
            lock (_counts)
            {
                return _counts.GetValueOrDefault(what);
            }
        }
    }

    public override string ToString() => string.Join(
        Environment.NewLine, _counts.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Value,10} {p.Key}")));
}
