"""What an audit hands over as office files: the workbook, the management report, clean job sheets and 权限表."""
