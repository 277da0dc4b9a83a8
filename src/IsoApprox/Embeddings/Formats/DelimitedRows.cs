using CsvHelper;

namespace IsoApprox.Embeddings.Formats;

/// <summary>The rows of a .csv or .tsv file, one after the other; blank lines are skipped, a byte order mark is accepted.</summary>
internal sealed class DelimitedRows : IDisposable
{
    private const int LargestRecord = 1 << 26;
    private readonly CsvReader _reader;
    private readonly string _path;

    internal DelimitedRows(string path, char delimiter)
    {
        _path = path;
        _reader = CsvReader.Create(new StreamReader(SafeFile.Open(path), SafeFile.StrictUtf8), new CsvReaderOptions
        {
            Separator = delimiter,
            HasHeader = false,
            TrimWhitespace = true,
            TrackLineNumbers = true,
            MaxRecordSize = LargestRecord,
            MalformedData = CsvMalformedDataHandling.Throw,
        });
    }

    /// <summary>1-based number of the line on which the current row starts.</summary>
    internal long Line => _reader.LineNumber;

    /// <summary>The fields of the next row, trimmed; null at the end.</summary>
    internal string[]? Next()
    {
        try
        {
            while (_reader.Read())
            {
                if (_reader.FieldCount > 1 || !_reader.IsEmpty(0))
                {
                    return Fields();
                }
            }

            return null;
        }
        catch (CsvFormatException e)
        {
            throw new EmbeddingException($"{_path}: line {e.LineNumber}: {e.Message}; check the quotes (quote the whole field, double quotes inside it)", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private string[] Fields()
    {
        var fields = new string[_reader.FieldCount];
        for (var c = 0; c < fields.Length; c++)
        {
            fields[c] = _reader.GetString(c);
        }

        return fields;
    }
}
