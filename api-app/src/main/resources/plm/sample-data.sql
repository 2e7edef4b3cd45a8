-- The sample of a new organisation: a small underwater thruster and its gripper. Statements end with a
-- semicolon at the end of a line; :org is the organisation.

INSERT INTO plm_vaults (org_id, name) VALUES (:org, 'Main Vault');

INSERT INTO plm_files (org_id, vault_id, file_path, file_name, extension, file_type, part_number, description, revision, version, state)
SELECT :org, v.id, f.folder || '/' || f.file_name, f.file_name, '.' || split_part(f.file_name, '.', 2), f.file_type,
       f.part_number, f.description, f.revision, f.version, f.state
  FROM plm_vaults v,
       (VALUES
         ('Thruster', 'T200 Thruster.sldasm', 'assembly', 'BR-00100', 'T200 thruster, complete', 'C', 7, 'released'),
         ('Thruster', 'T200 Thruster.slddrw', 'drawing', 'BR-00100', 'T200 thruster, drawing', 'C', 4, 'released'),
         ('Thruster/Motor', 'Motor.sldasm', 'assembly', 'BR-00110', 'Brushless motor', 'B', 5, 'released'),
         ('Thruster/Motor', 'Stator.sldprt', 'part', 'BR-00111', 'Stator, potted', 'B', 3, 'released'),
         ('Thruster/Motor', 'Rotor.sldprt', 'part', 'BR-00112', 'Rotor with 14 magnets', 'A', 2, 'released'),
         ('Thruster/Motor', 'Shaft.sldprt', 'part', 'BR-00113', 'Shaft 5 mm, 316 stainless', 'A', 2, 'released'),
         ('Thruster/Motor', 'Bearing.sldprt', 'part', 'BR-00114', 'Plain bearing, polymer', 'A', 1, 'released'),
         ('Thruster', 'Nozzle.sldprt', 'part', 'BR-00120', 'Nozzle, clockwise', 'B', 4, 'released'),
         ('Thruster', 'Propeller CW.sldprt', 'part', 'BR-00121', 'Propeller, clockwise', 'B', 6, 'released'),
         ('Thruster', 'Propeller CCW.sldprt', 'part', 'BR-00122', 'Propeller, counter-clockwise', 'B', 6, 'in_review'),
         ('Thruster', 'Cable.sldprt', 'part', 'BR-00123', 'Cable 16 AWG, 1 m', 'A', 1, 'released'),
         ('Gripper', 'Gripper.sldasm', 'assembly', 'BR-00200', 'Newton gripper, complete', 'A', 3, 'in_review'),
         ('Gripper', 'Gripper.slddrw', 'drawing', 'BR-00200', 'Newton gripper, drawing', 'A', 1, 'wip'),
         ('Gripper', 'Jaw Left.sldprt', 'part', 'BR-00201', 'Jaw, left', 'A', 2, 'released'),
         ('Gripper', 'Jaw Right.sldprt', 'part', 'BR-00202', 'Jaw, right', 'A', 2, 'released'),
         ('Gripper', 'Linear Actuator.sldasm', 'assembly', 'BR-00210', 'Linear actuator', 'A', 2, 'wip'),
         ('Gripper', 'Lead Screw.sldprt', 'part', 'BR-00211', 'Lead screw M6', 'A', 1, 'released'),
         ('Gripper', 'Actuator Housing.sldprt', 'part', 'BR-00212', 'Housing, anodised', '', 1, 'wip'),
         ('Fasteners', 'Screw M3x8.sldprt', 'part', 'BR-00901', 'Screw M3 x 8, A4', 'A', 1, 'released'),
         ('Fasteners', 'Screw M3x12.sldprt', 'part', 'BR-00902', 'Screw M3 x 12, A4', 'A', 1, 'released'),
         ('Fasteners', 'O-Ring 20x2.sldprt', 'part', 'BR-00903', 'O-ring 20 x 2, NBR 70', 'A', 1, 'released'),
         ('Fasteners', 'O-Ring 12x1.sldprt', 'part', 'BR-00904', 'O-ring 12 x 1, NBR 70', 'A', 1, 'obsolete'),
         ('Docs', 'Assembly Guide.pdf', 'pdf', NULL, 'Assembly guide', '', 1, 'not_tracked')
       ) AS f (folder, file_name, file_type, part_number, description, revision, version, state)
 WHERE v.org_id = :org;

INSERT INTO plm_file_references (org_id, parent_file_id, child_file_id, quantity)
SELECT :org, parent.id, child.id, b.quantity
  FROM (VALUES
         ('T200 Thruster.sldasm', 'Motor.sldasm', 1),
         ('T200 Thruster.sldasm', 'Nozzle.sldprt', 1),
         ('T200 Thruster.sldasm', 'Propeller CW.sldprt', 1),
         ('T200 Thruster.sldasm', 'Cable.sldprt', 1),
         ('T200 Thruster.sldasm', 'Screw M3x8.sldprt', 8),
         ('Motor.sldasm', 'Stator.sldprt', 1),
         ('Motor.sldasm', 'Rotor.sldprt', 1),
         ('Motor.sldasm', 'Shaft.sldprt', 1),
         ('Motor.sldasm', 'Bearing.sldprt', 2),
         ('Gripper.sldasm', 'Jaw Left.sldprt', 1),
         ('Gripper.sldasm', 'Jaw Right.sldprt', 1),
         ('Gripper.sldasm', 'Linear Actuator.sldasm', 1),
         ('Gripper.sldasm', 'Screw M3x12.sldprt', 6),
         ('Linear Actuator.sldasm', 'Motor.sldasm', 1),
         ('Linear Actuator.sldasm', 'Lead Screw.sldprt', 1),
         ('Linear Actuator.sldasm', 'Actuator Housing.sldprt', 1),
         ('Linear Actuator.sldasm', 'O-Ring 20x2.sldprt', 2)
       ) AS b (parent, child, quantity)
  JOIN plm_files parent ON parent.org_id = :org AND parent.file_name = b.parent
  JOIN plm_files child ON child.org_id = :org AND child.file_name = b.child;

INSERT INTO plm_suppliers (org_id, name, code, contact_name, contact_email, website, city, state, postal_code, country, payment_terms, default_lead_time_days, min_order_value, currency, is_active, is_approved, erp_id)
VALUES
  (:org, 'Acme Bearings', 'ACME', 'Ana Ruiz', 'sales@acme.example', 'https://acme.example', 'Cleveland', 'OH', '44101', 'USA', 'Net 30', 14, 250.00, 'USD', true, true, '1001'),
  (:org, 'Baltic Castings', 'BALT', 'Juri Tamm', 'orders@baltic.example', 'https://baltic.example', 'Tallinn', NULL, '10111', 'Estonia', 'Net 45', 42, 1000.00, 'EUR', true, true, '1002'),
  (:org, 'Coastal Machining', 'COAST', 'Kim Lee', 'kim@coastal.example', NULL, 'Torrance', 'CA', '90501', 'USA', 'Net 30', 10, NULL, 'USD', true, true, '1003'),
  (:org, 'Deepwire Cables', 'DEEP', NULL, 'info@deepwire.example', NULL, 'Bergen', NULL, '5003', 'Norway', 'Prepaid', 21, 500.00, 'NOK', true, false, NULL),
  (:org, 'Fasteners Direct', 'FAST', 'Order desk', 'orders@fasteners.example', 'https://fasteners.example', 'Chicago', 'IL', '60601', 'USA', 'Net 30', 3, 50.00, 'USD', true, true, '1005'),
  (:org, 'Magneto Works', 'MAGN', 'Li Wei', 'li@magneto.example', NULL, 'Ningbo', NULL, '315000', 'China', '30/70', 35, 2000.00, 'USD', true, true, '1006'),
  (:org, 'Old Harbor Seals', 'SEAL', NULL, NULL, NULL, 'Boston', 'MA', '02101', 'USA', 'Net 30', 12, NULL, 'USD', false, true, '1007'),
  (:org, 'Polymer Parts', NULL, 'Max Klein', 'max@polymer.example', NULL, 'Ulm', NULL, '89073', 'Germany', 'Net 14', 18, 300.00, 'EUR', true, false, NULL);

INSERT INTO plm_part_suppliers (org_id, file_id, supplier_id, supplier_part_number, unit_price, currency, lead_time_days, is_preferred)
SELECT :org, f.id, s.id, p.number, p.price, s.currency, s.default_lead_time_days, p.preferred
  FROM (VALUES
         ('Bearing.sldprt', 'ACME', 'PB-5-10', 0.84, true),
         ('Shaft.sldprt', 'COAST', 'SH-113', 6.20, true),
         ('Rotor.sldprt', 'MAGN', 'R14-112', 9.75, true),
         ('Screw M3x8.sldprt', 'FAST', 'M3X8-A4', 0.05, true),
         ('Screw M3x12.sldprt', 'FAST', 'M3X12-A4', 0.06, true),
         ('Cable.sldprt', 'DEEP', 'DW-16-1', 4.10, false)
       ) AS p (file_name, code, number, price, preferred)
  JOIN plm_files f ON f.org_id = :org AND f.file_name = p.file_name
  JOIN plm_suppliers s ON s.org_id = :org AND s.code = p.code;
