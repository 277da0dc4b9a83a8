using CsvHelper;

namespace IsoApprox.Embeddings.Files;

/// <summary>The rows of a .csv or .tsv file, one after the other; blank lines are skipped, a byte order mark is accepted.</summary>
internal sealed class DelimitedRows : IDisposable
{
    private const int LargestRecord = 1 << 26;
    private readonly CsvReader _reader;
    private readonly string _path;
    private (string[]? Row, long Line)? _peeked;
    private long _line;

    internal DelimitedRows(string path, char delimiter)
    {
        _path = path;
        _reader = CsvReader.Create(new StreamReader(InputFile.Open(path), InputFile.StrictUtf8), new CsvReaderOptions
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
    internal long Line => _line;

    /// <summary>The fields of the next row, trimmed; null at the end.</summary>
    internal string[]? Next()
    {
        var (row, line) = _peeked ?? Read();
        (_peeked, _line) = (null, line);
        return row;
    }

    /// <summary>The row that <see cref="Next"/> will give.</summary>
    internal string[]? Peek() => (_peeked ??= Read()).Row;

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private (string[]? Row, long Line) Read()
    {
        try
        {
            while (_reader.Read())
            {
                if (_reader.FieldCount > 1 || !_reader.IsEmpty(0))
                {
                    return (Fields(), _reader.LineNumber);
                }
            }

            return (null, _reader.LineNumber);
        }
        catch (CsvFormatException e)
        {
            throw new EmbeddingException(
                $"{_path}: line {e.LineNumber}: {e.Message}; check the quotes (quote the whole field, double quotes inside it)", e);
        }
    }

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
