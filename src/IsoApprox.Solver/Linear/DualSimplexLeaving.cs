namespace IsoApprox.Solver.Linear;

/// <content>Which constraint leaves the basis.</content>
internal sealed partial class DualSimplex
{
    private int Leaving() => RatioSlack > 0 ? LeavingByPivot() : LeavingByRatio();

    /// <summary>Harris: the largest pivot among the ratios that keep every multiplier above minus the slack.</summary>
    private int LeavingByPivot()
    {
        var limit = double.PositiveInfinity;
        for (var k = 0; k < _dimension; k++)
        {
            limit = _image[k] > PivotTolerance ? Math.Min(limit, (Math.Max(Multipliers[k], 0) + RatioSlack) / _image[k]) : limit;
        }

        var leaving = -1;
        for (var k = 0; k < _dimension; k++)
        {
            if (_image[k] > PivotTolerance && Math.Max(Multipliers[k], 0) / _image[k] <= limit && (leaving < 0 || _image[k] > _image[leaving]))
            {
                leaving = k;
            }
        }

        return leaving;
    }

    private int LeavingByRatio()
    {
        var (leaving, best) = (-1, double.PositiveInfinity);
        for (var k = 0; k < _dimension; k++)
        {
            var kind = _source.Kind(Basis[k]);
            if (kind == ConstraintKind.Artificial && Math.Abs(_image[k]) > PivotTolerance)
            {
                return LargestArtificial();
            }

            if (kind != ConstraintKind.Inequality || _image[k] <= PivotTolerance)
            {
                continue;
            }

            var ratio = Math.Max(Multipliers[k], 0) / _image[k];
            if (ratio < best - 1e-14 || (leaving >= 0 && ratio <= best + 1e-14 && _image[k] > _image[leaving]))
            {
                (leaving, best) = (k, Math.Min(best, ratio));
            }
        }

        return leaving;
    }

    private int LargestArtificial()
    {
        var best = -1;
        for (var k = 0; k < _dimension; k++)
        {
            if (_source.Kind(Basis[k]) == ConstraintKind.Artificial && (best < 0 || Math.Abs(_image[k]) > Math.Abs(_image[best])))
            {
                best = k;
            }
        }

        return best;
    }

    /// <summary>Bland's rule: among the smallest ratios the lowest constraint number.</summary>
    private int LeavingByNumber()
    {
        var (leaving, best) = (-1, double.PositiveInfinity);
        for (var k = 0; k < _dimension; k++)
        {
            var kind = _source.Kind(Basis[k]);
            if (kind == ConstraintKind.Artificial && Math.Abs(_image[k]) > PivotTolerance)
            {
                return LargestArtificial();
            }

            if (kind != ConstraintKind.Inequality || _image[k] <= 100 * PivotTolerance)
            {
                continue;
            }

            var ratio = Math.Max(Multipliers[k], 0) / _image[k];
            if (ratio < best || (ratio == best && Basis[k] < Basis[leaving]))
            {
                (leaving, best) = (k, ratio);
            }
        }

        return leaving;
    }
}
