namespace IsoApprox.Learning.Health;

/// <summary>The values found so far, by id.</summary>
/// <param name="progress">Told the first id of each group that begins.</param>
internal sealed class HealthTable(IProgress<string>? progress)
{
    private readonly Dictionary<string, HealthMeasure> _rows = new(StringComparer.Ordinal);

    /// <summary>The rows in the order of the catalogue.</summary>
    internal IReadOnlyList<HealthMeasure> Rows =>
        [.. HealthCatalogue.All.Where(definition => _rows.ContainsKey(definition.Id)).Select(definition => _rows[definition.Id])];

    /// <summary>A value; one that is not finite becomes null.</summary>
    internal void Set(string id, double value, int? sample = null) =>
        Put(id, double.IsFinite(value) ? value : null, double.IsFinite(value) ? null : "out of the range of numbers", sample);

    /// <summary>A measure with proved ends; its value is the upper one, which is attained.</summary>
    internal void Enclose(string id, double lower, double upper)
    {
        Set(id, upper);
        _rows[id] = _rows[id].Value is null ? _rows[id] : _rows[id] with { Lower = lower, Upper = upper };
    }

    /// <summary>A measure that is undefined here.</summary>
    internal void Miss(string id, string reason) => Put(id, null, reason, null);

    /// <summary>A value, or undefined when there is a reason.</summary>
    internal void SetUnless(string? reason, string id, Func<double> value, int? sample = null)
    {
        if (reason is null)
        {
            Set(id, value(), sample);
        }
        else
        {
            Miss(id, reason);
        }
    }

    /// <summary>Runs a group of measures; those that a stop leaves without a row get one that says so.</summary>
    internal void Group(IReadOnlyList<string> ids, CancellationToken cancellation, Action compute)
    {
        try
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(ids.First());
            compute();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            foreach (var id in ids.Where(id => !_rows.ContainsKey(id)))
            {
                Miss(id, "stopped before it was finished");
            }
        }
    }

    private void Put(string id, double? value, string? reason, int? sample) =>
        _rows[id] = new HealthMeasure(id, value, reason, sample, HealthCatalogue.Find(id));
}
