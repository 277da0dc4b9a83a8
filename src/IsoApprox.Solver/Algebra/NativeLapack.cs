using System.Runtime.InteropServices;

namespace IsoApprox.Solver.Algebra;

/// <summary>
/// Decompositions by the LAPACK and BLAS of a shared library found at run time (Fortran interface with 32-bit integers: dpotrf, dtrsm,
/// dsyrk, dtrsv). A row-major lower triangle is a column-major upper triangle, so A = U^T U with U = L^T.
/// </summary>
internal sealed unsafe class NativeLapack
{
    internal static readonly string[] MklNames = ["libmkl_rt.so.2", "libmkl_rt.so", "libmkl_rt.so.1", "mkl_rt.2.dll", "mkl_rt.dll"];
    internal static readonly string[] OpenBlasNames = ["libopenblas.so.0", "libopenblas.so", "libopenblas.dll", "libopenblas.dylib"];

    private readonly delegate* unmanaged<byte*, int*, double*, int*, int*, nint, void> _dpotrf;
    private readonly delegate* unmanaged<
        byte*, byte*, byte*, byte*, int*, int*, double*, double*, int*, double*, int*, nint, nint, nint, nint, void> _dtrsm;
    private readonly delegate* unmanaged<byte*, byte*, int*, int*, double*, double*, int*, double*, double*, int*, nint, nint, void> _dsyrk;
    private readonly delegate* unmanaged<byte*, byte*, byte*, int*, double*, int*, double*, int*, nint, nint, nint, void> _dtrsv;

    private NativeLapack(nint dpotrf, nint dtrsm, nint dsyrk, nint dtrsv)
    {
        _dpotrf = (delegate* unmanaged<byte*, int*, double*, int*, int*, nint, void>)dpotrf;
        _dtrsm =
            (delegate* unmanaged<
                byte*, byte*, byte*, byte*, int*, int*, double*, double*, int*, double*, int*, nint, nint, nint, nint, void>)dtrsm;
        _dsyrk = (delegate* unmanaged<byte*, byte*, int*, int*, double*, double*, int*, double*, double*, int*, nint, nint, void>)dsyrk;
        _dtrsv = (delegate* unmanaged<byte*, byte*, byte*, int*, double*, int*, double*, int*, nint, nint, nint, void>)dtrsv;
    }

    /// <summary>The library, or null when it is not on the machine or lacks an entry point.</summary>
    internal static NativeLapack? TryLoad(string name) =>
        NativeLibrary.TryLoad(name, out var handle)
        && NativeLibrary.TryGetExport(handle, "dpotrf_", out var dpotrf) && NativeLibrary.TryGetExport(handle, "dtrsm_", out var dtrsm)
        && NativeLibrary.TryGetExport(handle, "dsyrk_", out var dsyrk) && NativeLibrary.TryGetExport(handle, "dtrsv_", out var dtrsv)
            ? new NativeLapack(dpotrf, dtrsm, dsyrk, dtrsv)
            : null;

    /// <summary>
    /// Decomposes [H, B; B^T, -C] in place: H = U^T U, K = U^-T B, C + K^T K = V^T V. Null when H or the second matrix is not positive
    /// definite.
    /// </summary>
    internal ILinearFactor? TryFactor(double[] matrix, int size, int positive)
    {
        var negative = size - positive;
        var (one, minusOne, info) = (1.0, -1.0, 0);
        var (upper, transposed, left, plain) = ((byte)'U', (byte)'T', (byte)'L', (byte)'N');
        fixed (double* a = matrix)
        {
            var corner = a + ((long)positive * size) + positive;
            _dpotrf(&upper, &positive, a, &size, &info, 1);
            if (info != 0 || negative == 0)
            {
                return info == 0 ? new Factor(this, matrix, size, positive) : null;
            }

            _dtrsm(
                &left, &upper, &transposed, &plain, &positive, &negative, &one, a, &size, a + ((long)positive * size), &size, 1, 1, 1, 1);
            _dsyrk(&upper, &transposed, &negative, &positive, &one, a + ((long)positive * size), &size, &minusOne, corner, &size, 1, 1);
            _dpotrf(&upper, &negative, corner, &size, &info, 1);
        }

        return info == 0 ? new Factor(this, matrix, size, positive) : null;
    }

    private sealed class Factor(NativeLapack library, double[] matrix, int size, int positive) : ILinearFactor
    {
        public void Solve(Span<double> x)
        {
            var (order, step) = (size, 1);
            var (upper, transposed, plain) = ((byte)'U', (byte)'T', (byte)'N');
            fixed (double* a = matrix, b = x)
            {
                library._dtrsv(&upper, &transposed, &plain, &order, a, &order, b, &step, 1, 1, 1);
                for (var i = positive; i < size; i++)
                {
                    b[i] = -b[i];
                }

                library._dtrsv(&upper, &plain, &plain, &order, a, &order, b, &step, 1, 1, 1);
            }
        }
    }
}
