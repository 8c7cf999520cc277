namespace Kubesharp.Store.Embedded;

/// <summary>
/// Keeps a data file to one owner. The lock is the operating system's, on a file beside the data file, so it goes with the process
/// however that ends.
/// </summary>
internal sealed class DataFileLock : IDisposable
{
    private readonly FileStream _file;

    private DataFileLock(FileStream file)
    {
        _file = file;
    }

    /// <exception cref="StoreInUseException">Somebody else holds the lock.</exception>
    public static DataFileLock Take(string path)
    {
        try
        {
            return new DataFileLock(new FileStream(path + "-lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
        {
            throw new StoreInUseException($"data file {path} is in use by another process", exception);
        }
    }

    public void Dispose() => _file.Dispose();
}
