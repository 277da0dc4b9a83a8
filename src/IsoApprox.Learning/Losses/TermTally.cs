namespace IsoApprox.Learning.Losses;

/// <summary>Sum, counts and largest of the terms of a loss.</summary>
internal struct TermTally
{
    private double _sum;
    private long _terms;
    private long _active;
    private int _skipped;
    private LossTerm? _witness;

    internal void Add(double value, int anchor, int? positive, int? negative, double weight = 1)
    {
        _sum += weight * value;
        _terms++;
        _active += value > 0 ? 1 : 0;
        if (_witness is not { } witness || value > witness.Value)
        {
            _witness = new LossTerm(anchor, positive, negative, value);
        }
    }

    internal void Skip() => _skipped++;

    /// <summary>1 over the number of terms of the mean; 0 when there are none.</summary>
    internal readonly double Scale(TermMean mean) => mean == TermMean.AllTerms ? Inverse(_terms) : Inverse(_active);

    internal readonly LossResult Result(TermMean mean)
    {
        var count = mean == TermMean.AllTerms ? _terms : _active;
        return new LossResult(count == 0 ? 0 : _sum / count, _terms, _active, _skipped, _witness);
    }

    /// <summary>The sum times a given factor, for weighted terms.</summary>
    internal readonly LossResult Weighted(double factor) => new(_sum * factor, _terms, _active, _skipped, _witness);

    private static double Inverse(long count) => count == 0 ? 0 : 1.0 / count;
}
